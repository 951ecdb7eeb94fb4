package dev.slipway.runner;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import groovy.json.JsonSlurper;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one build and ends. The first line of standard input is the request; later ones
 * are commands; the end of input means that the parent is gone and aborts the build.
 * Standard output carries one JSON object a line: {@code stage-start}, {@code stage-end},
 * {@code log}, {@code tests}, {@code artifact}, {@code property}, {@code input-start},
 * {@code input-end}, {@code lock-start}, {@code lock-end}, {@code milestone},
 * {@code idle}, {@code busy} and at last {@code result}.
 */
public final class Main {

	private Main() {
	}

	/** Takes no arguments. */
	public static void main(String[] arguments) throws IOException {
		PrintStream protocol = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
		System.setOut(System.err);
		BufferedReader input = new BufferedReader(new InputStreamReader(standardInput(), StandardCharsets.UTF_8));
		serve(input, protocol);
		protocol.flush();
		Runtime.getRuntime().halt(0);
	}

	/** Runs the build that the first line asks for. */
	static void serve(BufferedReader input, PrintStream protocol) throws IOException {
		Masker masker = new Masker();
		Build build = new Build(Request.of(json(input.readLine())), new Events(protocol, masker), masker);
		Thread commands = new Thread(() -> follow(input, build), "commands");
		commands.setDaemon(true);
		commands.start();
		run(build);
	}

	private static InputStream standardInput() {
		return System.in;
	}

	private static Map<?, ?> json(@Nullable String line) {
		Object parsed = new JsonSlurper().parseText(Objects.requireNonNull(line, "No request on standard input"));
		return (Map<?, ?>) parsed;
	}

	private static void follow(BufferedReader input, Build build) {
		String reason = "The platform was stopped while this build ran";
		try {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				Map<?, ?> command = json(line);
				if ("abort".equals(command.get("command"))) {
					reason = String.valueOf(command.get("reason"));
					break;
				}
				if ("answer".equals(command.get("command"))) {
					build.waits().answered(command);
				}
			}
		}
		catch (IOException ex) {
			reason = "The platform cannot be heard any more: " + ex.getMessage();
		}
		build.scope().cancel(new FlowInterruptedException(reason));
	}

	private static void run(Build build) {
		try {
			new Interpreter(build).run();
			finish(build, null);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable failure) {
			finish(build, Failures.unwrap(failure));
		}
	}

	private static void finish(Build build, @Nullable Throwable failure) {
		FlowInterruptedException aborted = build.scope().reason();
		Throwable cause = (aborted != null) ? aborted : failure;
		if (cause == null) {
			build.events().send("result", "result", build.result().name());
			return;
		}
		build.worsen(Failures.result(cause));
		if (cause instanceof MultipleCompilationErrorsException) {
			build.log(cause.toString());
		}
		build.log("ERROR: " + Failures.message(cause));
		String remedy = Failures.remedy(cause);
		if (remedy != null) {
			build.log("What to do: " + remedy);
		}
		Throwable origin = (failure != null) ? failure : cause;
		build.events()
			.send("result", "result", build.result().name(), "stage", build.failedIn(origin), "message",
					Failures.message(cause), "remedy", remedy);
	}

}
