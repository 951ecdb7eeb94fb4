package dev.slipway.observability.logs.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.slipway.observability.logs.BadLogQuery;
import org.apache.lucene.search.FieldDoc;

/** Where a page ended: the sort values of its last hit. */
record Cursor(long millis, long sequence) {

	static Cursor of(FieldDoc hit) {
		return new Cursor((Long) hit.fields[0], (Long) hit.fields[1]);
	}

	static Cursor parse(String text) {
		try {
			String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
			int colon = plain.indexOf(':');
			return new Cursor(Long.parseLong(plain.substring(0, colon)), Long.parseLong(plain.substring(colon + 1)));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw new BadLogQuery("The cursor was not given by this store; ask for the first page again", 0);
		}
	}

	/** Sequences are unique, so whatever sorts alike is the hit itself: not again. */
	FieldDoc after(int documents) {
		return new FieldDoc(Math.max(0, documents - 1), Float.NaN, new Object[] { this.millis, this.sequence });
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.millis + ":" + this.sequence).getBytes(StandardCharsets.US_ASCII));
	}

}
