package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

/** Bits written one after the other, and read in that order. */
final class Bits {

	private byte[] bytes = new byte[24];

	private int length;

	void write(boolean bit) {
		write(bit ? 1 : 0, 1);
	}

	/** Writes the lowest bits of a value, the highest of them first. */
	void write(long value, int count) {
		if (this.length + count > this.bytes.length * 8) {
			this.bytes = Arrays.copyOf(this.bytes, this.bytes.length + Math.max(16, this.bytes.length / 2));
		}
		int left = count;
		while (left > 0) {
			int free = 8 - (this.length & 7);
			int take = Math.min(free, left);
			long part = (value >>> (left - take)) & ((1L << take) - 1);
			this.bytes[this.length >>> 3] |= (byte) (part << (free - take));
			this.length += take;
			left -= take;
		}
	}

	/** What was written, without room to spare. */
	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, (this.length + 7) >>> 3);
	}

	int capacity() {
		return this.bytes.length;
	}

	Reader reader() {
		return new Reader(this.bytes);
	}

	/** Reads from the start. */
	static final class Reader {

		private final byte[] bytes;

		private int at;

		Reader(byte[] bytes) {
			this.bytes = bytes;
		}

		boolean bit() {
			boolean bit = (this.bytes[this.at >>> 3] >>> (7 - (this.at & 7)) & 1) != 0;
			this.at++;
			return bit;
		}

		long read(int count) {
			long value = 0;
			int left = count;
			while (left > 0) {
				int there = 8 - (this.at & 7);
				int take = Math.min(there, left);
				int current = this.bytes[this.at >>> 3] & 0xFF;
				value = (value << take) | ((current >>> (there - take)) & ((1 << take) - 1));
				this.at += take;
				left -= take;
			}
			return value;
		}

	}

}
