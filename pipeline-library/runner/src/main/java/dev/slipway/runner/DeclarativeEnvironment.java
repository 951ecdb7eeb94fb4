package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/** The directives {@code environment} and {@code tools}. */
final class DeclarativeEnvironment {

	private final Build build;

	private final Language language;

	DeclarativeEnvironment(Build build, Language language) {
		this.build = build;
		this.language = language;
	}

	/** Runs something with the variables and tools of a stage. */
	@Nullable Object run(Block block, Callable<@Nullable Object> action) throws Exception {
		return variables(block, () -> tools(block, action));
	}

	/** Runs something with the variables of a pipeline or a stage. */
	@Nullable Object variables(Block block, Callable<@Nullable Object> action) throws Exception {
		Context context = this.build.context();
		for (Directive variable : block.inner("environment").all()) {
			context = variable(context, variable);
		}
		return this.build.call(context, action);
	}

	/** Runs something with the tools of a pipeline or a stage. */
	@Nullable Object tools(Block block, Callable<@Nullable Object> action) throws Exception {
		return this.build.call(tools(block.inner("tools")), action);
	}

	/** Each may use those before it. */
	private Context variable(Context context, Directive variable) throws Exception {
		Object value = this.build.call(context, () -> variable.code().call());
		Map<String, String> added = new LinkedHashMap<>();
		if (value instanceof CredentialSteps.Reference credentials) {
			String secret = credentials.secret();
			added.put(variable.name(), secret);
			int colon = secret.indexOf(':');
			if (colon > 0) {
				String password = secret.substring(colon + 1);
				this.build.masker().add(password);
				added.put(variable.name() + "_USR", secret.substring(0, colon));
				added.put(variable.name() + "_PSW", password);
			}
		}
		else {
			added.put(variable.name(), String.valueOf(value));
		}
		return context.withEnv(added);
	}

	private Context tools(Block tools) throws Exception {
		Map<String, String> added = new LinkedHashMap<>();
		for (Directive tool : tools.all()) {
			Object home = this.language.call("tool", new Object[] { Map.of("type", tool.name(), "name", tool.text()) });
			for (String variable : homes(tool.name())) {
				added.put(variable, String.valueOf(home));
			}
			String path = added.getOrDefault("PATH", String.valueOf(this.build.env("PATH")));
			added.put("PATH", home + "/bin" + java.io.File.pathSeparator + path);
		}
		return this.build.context().withEnv(added);
	}

	private static List<String> homes(String type) {
		return switch (type) {
			case "jdk" -> List.of("JAVA_HOME");
			case "maven" -> List.of("MAVEN_HOME", "M2_HOME");
			default -> List.of(type.toUpperCase(Locale.ROOT) + "_HOME");
		};
	}

}
