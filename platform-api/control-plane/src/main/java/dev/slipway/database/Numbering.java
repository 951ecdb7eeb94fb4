package dev.slipway.database;

import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps rows that are numbered without gaps, such as the releases of a service. */
public final class Numbering {

	private static final int ATTEMPTS = 10;

	private Numbering() {
	}

	/**
	 * Keeps a row in a transaction, once more when somebody else took its number.
	 * @param row takes the next number and inserts
	 * @return what the row returns
	 * @throws DuplicateKeyException when others were faster each time
	 */
	public static <T> T keep(TransactionTemplate transactions, Supplier<T> row) {
		for (int attempt = 1;; attempt++) {
			try {
				return Objects.requireNonNull(transactions.execute((status) -> row.get()));
			}
			catch (DuplicateKeyException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

}
