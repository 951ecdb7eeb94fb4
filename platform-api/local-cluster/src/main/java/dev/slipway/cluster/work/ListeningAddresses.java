package dev.slipway.cluster.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The IPv4 addresses of this machine on which somebody listens, as Linux tells in
 * {@code /proc/net}: also pods of a cluster that is stopped or dead.
 */
public final class ListeningAddresses {

	private static final String LISTEN = "0A";

	private static final int HEX_OF_IPV4 = 8;

	private ListeningAddresses() {
	}

	/** All of them now; none if Linux does not tell. */
	public static Set<String> now() {
		Set<String> found = new HashSet<>();
		for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			try {
				Files.readAllLines(Path.of(file), StandardCharsets.US_ASCII)
					.stream()
					.map((line) -> line.strip().split("\\s+"))
					.filter((fields) -> fields.length > 3 && fields[3].equals(LISTEN))
					.forEach((fields) -> found.add(address(fields[1])));
			}
			catch (IOException ex) {
				continue;
			}
		}
		return found;
	}

	/** {@code 0200407F:1F90} is 127.64.0.2; a mapped one has it at its end. */
	private static String address(String local) {
		String hex = local.substring(0, local.indexOf(':'));
		String last = hex.substring(hex.length() - HEX_OF_IPV4);
		StringBuilder text = new StringBuilder();
		for (int at = HEX_OF_IPV4 - 2; at >= 0; at -= 2) {
			text.append(text.isEmpty() ? "" : ".").append(Integer.parseInt(last.substring(at, at + 2), 16));
		}
		return text.toString();
	}

}
