package sample

import com.cloudbees.groovy.cps.NonCPS

class Greeting implements Serializable {

	private final script

	Greeting(script) {
		this.script = script
	}

	@NonCPS
	private static String capital(String name) {
		name.capitalize()
	}

	String to(String name) {
		script.sh(script: "printf '%s %s' \"\$GREETING\" ${capital(name)}", returnStdout: true)
	}

}
