package dev.slipway.api;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where webhooks may go: addresses below those that the operator named, so that nobody
 * else can make the platform call what only the platform can reach. An entry is a scheme,
 * a host and, if it matters, a port and a path, such as
 * {@code https://checks.acme.com/slipway/}.
 */
public final class AllowedAddresses {

	private final List<URI> entries;

	private final boolean open;

	private final String remedy;

	/** Of gates: nothing but what is named. */
	public AllowedAddresses(List<String> entries) {
		this(entries, "slipway.gates.webhooks.allowed", false);
	}

	/**
	 * Where a setting has names, nothing else.
	 * @param entries what the operator named
	 * @param setting its name
	 * @param open whether without names everything is allowed that is not of this machine
	 * or link-local
	 */
	public AllowedAddresses(List<String> entries, String setting, boolean open) {
		this.open = open && entries.isEmpty();
		this.remedy = "; an operator allows addresses by " + setting;
		this.entries = entries.stream().map(String::trim).filter((entry) -> !entry.isEmpty()).map(URI::create).toList();
	}

	/** What is wrong with an address as it is written; null when nothing is. */
	public @Nullable String problem(String address) {
		URI uri;
		try {
			uri = URI.create(address);
		}
		catch (IllegalArgumentException ex) {
			return "\"" + address + "\" is not an address";
		}
		String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
		if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
			return "\"" + address + "\" has to begin with http:// or https:// and a host";
		}
		if (uri.getUserInfo() != null) {
			return "the address must not carry a password; name a secret instead";
		}
		return (this.open || named(uri)) ? null
				: "\"" + scheme + "://" + uri.getAuthority() + "\" is not allowed" + this.remedy;
	}

	/**
	 * Looks where the host really is. A name that leads to this machine or to a
	 * link-local address, such as a cloud's metadata, is refused, unless the entry itself
	 * names that address or {@code localhost}.
	 * @throws UnknownHostException when the name leads nowhere
	 */
	public @Nullable String refusal(URI uri) throws UnknownHostException {
		String host = uri.getHost();
		boolean named = !this.open && (host.equalsIgnoreCase("localhost") || host.matches("[0-9.]+|\\[.*]"));
		for (InetAddress address : InetAddress.getAllByName(host)) {
			if (inner(address) && !named) {
				return host + " leads to " + address.getHostAddress() + ", which is not for webhooks" + this.remedy
						+ ", by that very address";
			}
		}
		return null;
	}

	private boolean named(URI uri) {
		return this.entries.stream().anyMatch((entry) -> covers(entry, uri));
	}

	/** Whether an address is of this machine, link-local, or of nobody. */
	public static boolean inner(InetAddress address) {
		return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()
				|| address.isMulticastAddress() || own(address);
	}

	private static boolean own(InetAddress address) {
		try {
			return NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return true; // who cannot tell does not allow
		}
	}

	private static boolean covers(URI entry, URI uri) {
		String path = (entry.getRawPath() != null) ? entry.getRawPath() : "";
		String asked = uri.normalize().getRawPath();
		boolean below = path.isEmpty() || path.equals("/") || asked.equals(path)
				|| asked.startsWith(path.endsWith("/") ? path : path + "/");
		return uri.getScheme().equalsIgnoreCase(entry.getScheme()) && uri.getHost().equalsIgnoreCase(entry.getHost())
				&& port(uri) == port(entry) && below && !asked.contains("..")
				&& !asked.toLowerCase(Locale.ROOT).contains("%2e");
	}

	private static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
	}

}
