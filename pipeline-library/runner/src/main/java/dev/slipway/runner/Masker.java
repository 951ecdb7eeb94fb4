package dev.slipway.runner;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hides secrets in all that leaves the runner. */
final class Masker {

	private static final int SHORTEST = 4;

	private final List<String> secrets = new CopyOnWriteArrayList<>();

	/** Hides this value from now on; each line of it by itself. */
	void add(String secret) {
		for (String line : secret.split("\\R")) {
			String trimmed = line.trim();
			if (trimmed.length() >= SHORTEST && !this.secrets.contains(trimmed)) {
				this.secrets.add(trimmed);
				this.secrets.sort(Comparator.comparingInt(String::length).reversed());
			}
		}
	}

	String mask(String text) {
		String masked = text;
		for (String secret : this.secrets) {
			masked = masked.replace(secret, "****");
		}
		return masked;
	}

}
