package dev.slipway.runner;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** The steps library, libraryResource and tool. */
final class LibrarySteps {

	private final Interpreter interpreter;

	private final Build build;

	private final Library library;

	LibrarySteps(Interpreter interpreter, Build build, Library library) {
		this.interpreter = interpreter;
		this.build = build;
		this.library = library;
	}

	void register(Language language) {
		language.add(Step.simple("library", this::library, "identifier"));
		language.add(Step.simple("libraryResource", this::resource, "resource", "encoding"));
		language.add(Step.simple("tool", this::tool, "name", "type"));
	}

	private @Nullable Object library(Call call) throws Exception {
		this.interpreter.request(this.library, call.text("identifier"));
		return null;
	}

	private Object resource(Call call) throws Exception {
		return new String(this.library.resource(call.text("resource")), StandardCharsets.UTF_8);
	}

	/** The home of a tool that this machine has; here no tool is installed. */
	private Object tool(Call call) throws Exception {
		String wanted = (call.text("type", "") + " " + call.text("name")).toLowerCase(java.util.Locale.ROOT);
		String javaHome = this.build.env("JAVA_HOME");
		if (wanted.contains("jdk") && javaHome != null) {
			return javaHome;
		}
		Path mvn = onPath("mvn");
		if (wanted.matches(".*(maven|mvn|m3).*") && mvn != null) {
			return mvn.resolve("../..").normalize().toString();
		}
		throw new StepFailure("There is no tool '" + call.text("name") + "' on this machine", null,
				"The local runner offers the platform's JDK and the Maven of the PATH; install what is missing");
	}

	private @Nullable Path onPath(String program) throws IOException {
		String path = this.build.env("PATH");
		for (String folder : ((path != null) ? path : "").split(File.pathSeparator)) {
			Path file = Path.of(folder, program);
			if (Files.isExecutable(file)) {
				return file.toRealPath();
			}
		}
		return null;
	}

}
