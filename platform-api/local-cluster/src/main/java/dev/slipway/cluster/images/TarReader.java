package dev.slipway.cluster.images;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive entry by entry: ustar with its prefix field, GNU long names, and
 * pax headers for path, linkpath and size.
 */
final class TarReader {

	private static final int BLOCK = 512;

	private static final int MAX_HEADER = 1024 * 1024;

	private final InputStream in;

	private long unread;

	private long padding;

	TarReader(InputStream in) {
		this.in = in;
	}

	/**
	 * Goes to the next entry; what is left of the one before is skipped.
	 * @return the entry, or null at the end
	 * @throws IOException if the archive is broken
	 */
	@Nullable Entry next() throws IOException {
		Map<String, String> extra = new HashMap<>();
		while (true) {
			skip(this.unread + this.padding);
			byte[] header = this.in.readNBytes(BLOCK);
			if (header.length == 0 || isZero(header)) {
				return null;
			}
			if (header.length < BLOCK) {
				throw new EOFException("The archive ends within a header");
			}
			begin(number(header, 124, 12));
			char type = (char) header[156];
			switch (type) {
				case 'L' -> extra.put("path", longName());
				case 'K' -> extra.put("linkpath", longName());
				case 'x' -> pax(extra);
				case 'g' -> skip(0);
				default -> {
					return entry(header, type, extra);
				}
			}
		}
	}

	private Entry entry(byte[] header, char type, Map<String, String> extra) throws IOException {
		String name = text(header, 0, 100);
		String prefix = text(header, 257, 6).startsWith("ustar") ? text(header, 345, 155) : "";
		if (!prefix.isEmpty() && header[262] == 0) {
			name = prefix + "/" + name;
		}
		if (extra.containsKey("size")) {
			begin(Long.parseLong(extra.getOrDefault("size", "0")));
		}
		return new Entry(extra.getOrDefault("path", name), type, extra.getOrDefault("linkpath", text(header, 157, 100)),
				(int) number(header, 100, 8), number(header, 136, 12));
	}

	/**
	 * The content of the entry that {@link #next()} gave last.
	 * @return stream that ends with the entry
	 */
	InputStream content() {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				if (TarReader.this.unread == 0) {
					return -1;
				}
				int n = TarReader.this.in.read(buffer, offset, (int) Math.min(length, TarReader.this.unread));
				if (n < 0) {
					throw new EOFException("The archive ends within a file");
				}
				TarReader.this.unread -= n;
				return n;
			}

		};
	}

	private void begin(long size) throws IOException {
		if (size < 0) {
			throw new IOException("The archive has an entry of negative size");
		}
		this.unread = size;
		this.padding = (BLOCK - size % BLOCK) % BLOCK;
	}

	private byte[] whole() throws IOException {
		if (this.unread > MAX_HEADER) {
			throw new IOException("The archive has an extended header of " + this.unread + " bytes");
		}
		byte[] bytes = this.in.readNBytes((int) this.unread);
		this.unread = 0;
		return bytes;
	}

	private String longName() throws IOException {
		byte[] bytes = whole();
		return text(bytes, 0, bytes.length);
	}

	private void pax(Map<String, String> extra) throws IOException {
		String records = new String(whole(), StandardCharsets.UTF_8);
		byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
		int at = 0;
		while (at < bytes.length) {
			int space = at;
			while (space < bytes.length && bytes[space] != ' ') {
				space++;
			}
			int length = Integer.parseInt(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
			if (length <= space - at + 1 || at + length > bytes.length) {
				throw new IOException("The archive has a broken pax header");
			}
			String record = new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
			int equals = record.indexOf('=');
			extra.put(record.substring(0, Math.max(0, equals)), record.substring(equals + 1));
			at += length;
		}
	}

	/** Reads over the bytes: a skip would pass by the digest that is taken of them. */
	private void skip(long count) throws IOException {
		byte[] scratch = new byte[BLOCK];
		for (long left = count; left > 0;) {
			int n = this.in.read(scratch, 0, (int) Math.min(scratch.length, left));
			if (n < 0) {
				throw new EOFException("The archive ends within a file");
			}
			left -= n;
		}
		this.unread = 0;
		this.padding = 0;
	}

	private static boolean isZero(byte[] block) {
		for (byte b : block) {
			if (b != 0) {
				return false;
			}
		}
		return true;
	}

	private static String text(byte[] block, int offset, int length) {
		int end = offset;
		while (end < offset + length && block[end] != 0) {
			end++;
		}
		return new String(block, offset, end - offset, StandardCharsets.UTF_8);
	}

	private static long number(byte[] block, int offset, int length) throws IOException {
		if ((block[offset] & 0x80) != 0) {
			long value = block[offset] & 0x7f;
			for (int i = 1; i < length; i++) {
				value = (value << 8) | (block[offset + i] & 0xff);
			}
			return value;
		}
		String digits = text(block, offset, length).strip();
		try {
			return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
		}
		catch (NumberFormatException ex) {
			throw new IOException("The archive has a broken header: '" + digits + "' is not an octal number", ex);
		}
	}

	/**
	 * Head of an entry.
	 *
	 * @param name path in the archive
	 * @param type ustar's type flag
	 * @param link target of a link
	 * @param mode permission bits
	 * @param modified seconds since 1970
	 */
	record Entry(String name, char type, String link, int mode, long modified) {
	}

}
