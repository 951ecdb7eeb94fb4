package dev.slipway.cli;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.cli.demo.Demo;

/** The commands that the launcher passes on: {@code demo}, {@code link}, {@code down}. */
public final class Cli {

	private Cli() {
	}

	public static void main(String[] arguments) {
		List<String> all = Arrays.asList(arguments);
		if (all.isEmpty()) {
			System.err.println("slipway: no command; ./slipway help lists them");
			System.exit(2);
		}
		System.exit(run(all.get(0), Options.parse(all.subList(1, all.size()))));
	}

	private static int run(String command, Options options) {
		try {
			switch (command) {
				case "demo" -> Demo.walk(options);
				case "link" -> System.out.println(link(options));
				case "down" -> Down.run(options);
				default -> throw new CommandFailed(command + " is not a command; ./slipway help lists them");
			}
			return 0;
		}
		catch (CommandFailed ex) {
			System.err.println("slipway: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			System.err.println("slipway: " + ex + ((ex.getCause() != null) ? " (" + ex.getCause() + ")" : ""));
		}
		return 1;
	}

	private static String link(Options options) throws Exception {
		return Platform.local(options)
			.post("/sign-in-links", JsonNodeFactory.instance.objectNode())
			.path("url")
			.asText();
	}

}
