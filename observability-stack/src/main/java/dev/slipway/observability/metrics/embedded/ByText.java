package dev.slipway.observability.metrics.embedded;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Things by texts, which are not kept: only 64 bits made of them. The texts of a target's
 * series would take more memory than its samples. That two of 10,000 texts have the same
 * bits happens once in some hundred thousand million targets.
 *
 * @param <T> the things
 */
final class ByText<T> {

	private static final int FEWEST = 16;

	private long[] keys = new long[FEWEST];

	private @Nullable Object[] things = new @Nullable Object[FEWEST];

	private int size;

	/** The thing of the text, made when there is none. */
	@SuppressWarnings("unchecked")
	T computeIfAbsent(String text, Function<String, T> make) {
		long key = bits(text);
		int at = slot(key);
		Object there = this.things[at];
		if (there != null) {
			return (T) there;
		}
		T made = make.apply(text);
		put(key, made);
		return made;
	}

	@SuppressWarnings("unchecked")
	void removeIf(Predicate<T> condition) {
		long[] oldKeys = this.keys;
		@Nullable Object[] old = this.things;
		boolean[] goes = new boolean[old.length];
		boolean any = false;
		for (int i = 0; i < old.length; i++) {
			Object thing = old[i];
			goes[i] = thing != null && condition.test((T) thing);
			any |= goes[i];
		}
		if (!any) {
			return;
		}
		this.keys = new long[FEWEST];
		this.things = new @Nullable Object[FEWEST];
		this.size = 0;
		for (int i = 0; i < old.length; i++) {
			Object thing = old[i];
			if (thing != null && !goes[i]) {
				put(oldKeys[i], thing);
			}
		}
	}

	private void put(long key, Object thing) {
		if (++this.size * 3 > this.keys.length * 2) {
			grow();
		}
		int at = slot(key);
		this.keys[at] = key;
		this.things[at] = thing;
	}

	private void grow() {
		long[] oldKeys = this.keys;
		@Nullable Object[] old = this.things;
		this.keys = new long[oldKeys.length * 2];
		this.things = new @Nullable Object[oldKeys.length * 2];
		for (int i = 0; i < old.length; i++) {
			if (old[i] != null) {
				int at = slot(oldKeys[i]);
				this.keys[at] = oldKeys[i];
				this.things[at] = Objects.requireNonNull(old[i]);
			}
		}
	}

	private int slot(long key) {
		int at = (int) (key ^ (key >>> 32)) & (this.keys.length - 1);
		while (this.things[at] != null && this.keys[at] != key) {
			at = (at + 1) & (this.keys.length - 1);
		}
		return at;
	}

	/** FNV-1a over the characters, then stirred so that the lowest bits serve too. */
	private static long bits(String text) {
		long bits = 0xcbf29ce484222325L;
		for (int i = 0; i < text.length(); i++) {
			bits = (bits ^ text.charAt(i)) * 0x100000001b3L;
		}
		bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
		return bits ^ (bits >>> 33);
	}

}
