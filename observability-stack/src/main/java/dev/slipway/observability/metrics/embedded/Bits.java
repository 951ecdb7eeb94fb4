package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

/** Bits written one after the other, and read in that order. */
final class Bits {

	private byte[] bytes = new byte[32];

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

	/** Gives back the room that is not used. */
	void trim() {
		this.bytes = Arrays.copyOf(this.bytes, (this.length + 7) >>> 3);
	}

	int capacity() {
		return this.bytes.length;
	}

	Reader reader() {
		return new Reader();
	}

	/** Reads from the start. */
	final class Reader {

		private int at;

		boolean bit() {
			return read(1) != 0;
		}

		long read(int count) {
			long value = 0;
			int left = count;
			while (left > 0) {
				int there = 8 - (this.at & 7);
				int take = Math.min(there, left);
				int current = Bits.this.bytes[this.at >>> 3] & 0xFF;
				value = (value << take) | ((current >>> (there - take)) & ((1 << take) - 1));
				this.at += take;
				left -= take;
			}
			return value;
		}

	}

}
