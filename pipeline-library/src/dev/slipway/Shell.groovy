package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Quoting for sh: what goes in as an argument comes out as that argument, whatever is in it. */
class Shell implements Serializable {

	private static final long serialVersionUID = 1L

	/** One argument. */
	@NonCPS
	static String quote(Object argument) {
		"'" + String.valueOf(argument).replace("'", "'\\''") + "'"
	}

	/** A command line of arguments, each quoted unless it needs none. */
	@NonCPS
	static String command(List arguments) {
		List<String> quoted = []
		for (Object argument : arguments) {
			String text = String.valueOf(argument)
			quoted.add(text ==~ /[A-Za-z0-9_.\/:=@%+-]+/ ? text : quote(text))
		}
		quoted.join(' ')
	}

}
