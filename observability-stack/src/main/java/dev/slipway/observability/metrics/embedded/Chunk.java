package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

/**
 * Samples on their way into bytes, compressed as Gorilla does: times as the change of
 * their distance, values as the bits that differ from the value before. A counter that
 * stands still, scraped at an even pace, takes two bits a sample; a typical one two to
 * three bytes. {@link #sealed()} is what is kept of a full one: bytes and nothing else.
 */
final class Chunk {

	/** Count, first time and last time, before the samples of sealed bytes. */
	private static final int HEAD = 8 + 64 + 64;

	private final Bits bits = new Bits();

	private int count;

	private long firstTime;

	private long lastTime;

	private long lastDelta;

	private long lastValue;

	private int leading = -1;

	private int trailing;

	int count() {
		return this.count;
	}

	long firstTime() {
		return this.firstTime;
	}

	long lastTime() {
		return this.lastTime;
	}

	double lastValue() {
		return Double.longBitsToDouble(this.lastValue);
	}

	int bytes() {
		return this.bits.capacity();
	}

	void append(long time, double value) {
		long raw = Double.doubleToRawLongBits(value);
		if (this.count == 0) {
			this.firstTime = time;
			this.bits.write(raw, 64);
		}
		else {
			long delta = time - this.lastTime;
			writeTime(delta - this.lastDelta);
			writeValue(raw ^ this.lastValue);
			this.lastDelta = delta;
		}
		this.lastTime = time;
		this.lastValue = raw;
		this.count++;
	}

	/** All of it as bytes; at most 255 samples. */
	byte[] sealed() {
		Bits head = new Bits();
		head.write(this.count, 8);
		head.write(this.firstTime, 64);
		head.write(this.lastTime, 64);
		byte[] body = this.bits.toBytes();
		byte[] all = Arrays.copyOf(head.toBytes(), HEAD / 8 + body.length);
		System.arraycopy(body, 0, all, HEAD / 8, body.length);
		return all;
	}

	private void writeTime(long change) {
		if (change == 0) {
			this.bits.write(false);
		}
		else if (change >= -63 && change <= 64) {
			this.bits.write(0b10, 2);
			this.bits.write(change + 63, 7);
		}
		else if (change >= -8191 && change <= 8192) {
			this.bits.write(0b110, 3);
			this.bits.write(change + 8191, 14);
		}
		else {
			this.bits.write(0b111, 3);
			this.bits.write(change, 64);
		}
	}

	private void writeValue(long difference) {
		if (difference == 0) {
			this.bits.write(false);
			return;
		}
		this.bits.write(true);
		int before = Math.min(31, Long.numberOfLeadingZeros(difference));
		int after = Long.numberOfTrailingZeros(difference);
		if (this.leading >= 0 && before >= this.leading && after >= this.trailing) {
			this.bits.write(false);
		}
		else {
			this.leading = before;
			this.trailing = after;
			this.bits.write(true);
			this.bits.write(before, 5);
			this.bits.write(64 - before - after - 1, 6);
		}
		this.bits.write(difference >>> this.trailing, 64 - this.leading - this.trailing);
	}

	/** Adds the samples of a time span, both ends inclusive. */
	void read(long from, long to, Samples out) {
		if (this.count > 0 && this.lastTime >= from && this.firstTime <= to) {
			decode(this.bits.reader(), this.count, this.firstTime, from, to, out);
		}
	}

	/** Adds the samples that a sealed one has in a time span, both ends inclusive. */
	static void read(byte[] sealed, long from, long to, Samples out) {
		Bits.Reader in = new Bits.Reader(sealed);
		int count = (int) in.read(8);
		long first = in.read(64);
		long last = in.read(64);
		if (last >= from && first <= to) {
			decode(in, count, first, from, to, out);
		}
	}

	static long firstTime(byte[] sealed) {
		Bits.Reader in = new Bits.Reader(sealed);
		in.read(8);
		return in.read(64);
	}

	static long lastTime(byte[] sealed) {
		Bits.Reader in = new Bits.Reader(sealed);
		in.read(8);
		in.read(64);
		return in.read(64);
	}

	private static void decode(Bits.Reader in, int count, long first, long from, long to, Samples out) {
		long time = first;
		long value = in.read(64);
		long delta = 0;
		int before = 0;
		int after = 0;
		for (int i = 0; i < count; i++) {
			if (i > 0) {
				delta += readTime(in);
				time += delta;
				if (in.bit()) {
					if (in.bit()) {
						before = (int) in.read(5);
						after = 64 - before - ((int) in.read(6) + 1);
					}
					value ^= in.read(64 - before - after) << after;
				}
			}
			if (time > to) {
				return;
			}
			if (time >= from) {
				out.add(time, Double.longBitsToDouble(value));
			}
		}
	}

	private static long readTime(Bits.Reader in) {
		if (!in.bit()) {
			return 0;
		}
		if (!in.bit()) {
			return in.read(7) - 63;
		}
		return in.bit() ? in.read(64) : in.read(14) - 8191;
	}

}
