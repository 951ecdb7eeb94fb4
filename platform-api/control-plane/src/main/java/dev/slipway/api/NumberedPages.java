package dev.slipway.api;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * A page of what counts up by numbers, newest first, as {@code ?limit=&cursor=} asks for
 * it: the cursor is the last number of the page before.
 *
 * @param below the numbers of the page are below this
 * @param limit how many at most
 */
public record NumberedPages(int below, int limit) {

	private static final int MOST = 100;

	/**
	 * What a request asks for.
	 * @throws Problem when the limit is out of bounds, or the cursor was never given out
	 */
	public static NumberedPages of(int limit, @Nullable String cursor) {
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		if (cursor == null) {
			return new NumberedPages(Integer.MAX_VALUE, limit);
		}
		if (!cursor.matches("[0-9]{1,9}")) {
			throw new Problem(HttpStatus.BAD_REQUEST, "The cursor is none that was given out").field("cursor",
					"is unknown");
		}
		return new NumberedPages(Integer.parseInt(cursor), limit);
	}

	/** How many to look for: with one more than the page takes there is a next one. */
	public int enough() {
		return this.limit + 1;
	}

	/** The page of what was found. */
	public <F, T> Page<T> page(List<F> found, Function<F, T> view, ToIntFunction<F> number) {
		List<F> page = found.subList(0, Math.min(this.limit, found.size()));
		String next = (found.size() > this.limit) ? Integer.toString(number.applyAsInt(page.get(this.limit - 1)))
				: null;
		return new Page<>(page.stream().map(view).toList(), next);
	}

}
