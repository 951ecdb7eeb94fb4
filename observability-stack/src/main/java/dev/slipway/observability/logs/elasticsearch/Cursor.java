package dev.slipway.observability.logs.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import co.elastic.clients.elasticsearch._types.FieldValue;
import dev.slipway.observability.logs.BadLogQuery;

/**
 * Where a page ended: the sort values of its last hit.
 *
 * @param millis its time
 * @param sequence the order of storing; the least where the platform did not write it
 * @param number the order of storing within its shard
 * @param index its index
 */
record Cursor(long millis, long sequence, long number, String index) {

	static Cursor of(List<FieldValue> sort) {
		return new Cursor(sort.get(0).longValue(), sort.get(1).longValue(), sort.get(2).longValue(),
				sort.get(3).stringValue());
	}

	static Cursor parse(String text) {
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 4);
			return new Cursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw new BadLogQuery("The cursor was not given by this store; ask for the first page again", 0);
		}
	}

	List<FieldValue> values() {
		return List.of(FieldValue.of(this.millis), FieldValue.of(this.sequence), FieldValue.of(this.number),
				FieldValue.of(this.index));
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.millis + ":" + this.sequence + ":" + this.number + ":" + this.index)
				.getBytes(StandardCharsets.UTF_8));
	}

}
