package dev.slipway.cluster.routes;

import java.util.Comparator;
import java.util.Optional;

/**
 * A host that is wanted.
 *
 * @param text a name, a name with {@code *.} before it for all below it, or empty for any
 */
public record Hostname(String text) {

	/** Whatever host. */
	public static final Hostname ANY = new Hostname("");

	/** The more precise wins: a name, the longer wildcard, any. */
	static final Comparator<Hostname> PRECEDENCE = Comparator.comparing(Hostname::rank)
		.thenComparing((host) -> -host.text().length());

	private int rank() {
		if (this.text.isEmpty()) {
			return 2;
		}
		return wildcard() ? 1 : 0;
	}

	private boolean wildcard() {
		return this.text.startsWith("*.");
	}

	boolean matches(String host) {
		if (this.text.isEmpty() || this.text.equals(host)) {
			return true;
		}
		return wildcard() && host.length() >= this.text.length() && host.endsWith(this.text.substring(1));
	}

	/**
	 * The hosts that both want, as a listener's and a route's meet; empty if there are
	 * none.
	 */
	public Optional<Hostname> meet(Hostname other) {
		if (this.text.isEmpty() || this.equals(other)) {
			return Optional.of(other);
		}
		if (other.text.isEmpty()) {
			return Optional.of(this);
		}
		if (wildcard() && matches(other.wildcard() ? other.text.substring(2) : other.text)) {
			return Optional.of(other);
		}
		return (other.wildcard() && other.matches(wildcard() ? this.text.substring(2) : this.text)) ? Optional.of(this)
				: Optional.empty();
	}

}
