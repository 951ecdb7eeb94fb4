package dev.slipway.console.shell;

import java.util.Map;

import dev.slipway.access.Actor;

/** What every page is given, for tests that render a part of one. */
public final class ShellAccess {

	private ShellAccess() {
	}

	/** The attributes of a page that the actor looks at. */
	public static Map<String, Object> attributes(Actor actor) {
		return Map.of("show", Formats.INSTANCE, "me", new Shell.Me(actor));
	}

}
