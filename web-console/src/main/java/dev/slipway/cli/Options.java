package dev.slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What was asked on the command line.
 *
 * @param state the state directory
 * @param port the console's port
 * @param flags everything else, such as {@code --exit}
 */
public record Options(Path state, int port, List<String> flags) {

	static Options parse(List<String> arguments) {
		Path state = Path.of(".slipway");
		int port = 8080;
		List<String> flags = new ArrayList<>();
		for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
			String argument = rest.next();
			switch (argument) {
				case "--state" -> state = Path.of(rest.next());
				case "--port" -> port = Integer.parseInt(rest.next());
				default -> flags.add(argument);
			}
		}
		return new Options(state.toAbsolutePath(), port, List.copyOf(flags));
	}

	/** Whether a flag was given. */
	public boolean has(String flag) {
		return this.flags.contains(flag);
	}

}
