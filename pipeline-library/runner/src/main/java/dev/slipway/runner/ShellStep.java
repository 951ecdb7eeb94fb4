package dev.slipway.runner;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** The step {@code sh}: a real process in the current folder. */
final class ShellStep {

	private static final long DRAIN_MILLIS = 2_000;

	private final Build build;

	ShellStep(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.simple("sh", this::sh, "script", "returnStdout", "returnStatus", "label", "encoding"));
	}

	private @Nullable Object sh(Call call) throws Exception {
		String text = call.text("script");
		Context context = this.build.context();
		Path folder = context.folder("sh");
		if (call.value("label") != null) {
			this.build.log("[" + call.text("label") + "]");
		}
		Path script = script(text);
		String cookie = UUID.randomUUID().toString();
		Process process = start(text, script, folder, cookie);
		Runnable end = () -> Processes.endTree(process.toHandle(), cookie);
		Diagnosis diagnosis = new Diagnosis();
		ByteArrayOutputStream captured = new ByteArrayOutputStream();
		Thread errors = pump(process.getErrorStream(), context, diagnosis);
		Thread output = call.flag("returnStdout") ? capture(process.getInputStream(), captured)
				: pump(process.getInputStream(), context, diagnosis);
		context.scope().onCancel(end);
		int code;
		try {
			code = process.waitFor();
		}
		finally {
			context.scope().remove(end);
			Files.deleteIfExists(script);
		}
		output.join(DRAIN_MILLIS); // a child in the background may hold the pipe open
		errors.join(DRAIN_MILLIS);
		context.scope().check();
		return answer(call, code, diagnosis, captured);
	}

	private static @Nullable Object answer(Call call, int code, Diagnosis diagnosis, ByteArrayOutputStream captured)
			throws StepFailure {
		if (call.flag("returnStatus")) {
			return code;
		}
		if (code != 0) {
			throw diagnosis.failure(code);
		}
		return call.flag("returnStdout") ? captured.toString(StandardCharsets.UTF_8) : null;
	}

	/** The script lies beside the workspace, so that no checkout sees it. */
	private Path script(String text) throws IOException {
		Path folder = Files.createDirectories(this.build.request().folder().resolve("tmp"));
		Path script = Files.createTempFile(folder, "script", ".sh");
		Files.writeString(script, text);
		return script;
	}

	private Process start(String text, Path script, Path folder, String cookie) throws IOException {
		if (!Files.isDirectory(folder)) {
			throw new StepFailure("The folder " + folder.getFileName() + " does not exist", null,
					"Make it before entering it, such as with writeFile or sh 'mkdir -p …'");
		}
		boolean own = text.startsWith("#!");
		if (own) {
			File file = script.toFile();
			if (!file.setExecutable(true)) {
				throw new IOException("Cannot make " + script + " executable");
			}
		}
		ProcessBuilder builder = new ProcessBuilder(
				own ? List.of(script.toString()) : List.of("sh", "-xe", script.toString()));
		builder.directory(folder.toFile());
		builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
		builder.environment().putAll(this.build.effectiveEnv());
		builder.environment().put("PWD", folder.toString());
		builder.environment().put(Processes.COOKIE, cookie);
		return builder.start();
	}

	private Thread pump(InputStream stream, Context context, Diagnosis diagnosis) {
		return daemon("output", () -> {
			try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					synchronized (diagnosis) {
						diagnosis.read(line);
					}
					this.build.events().log(context, line);
				}
			}
			catch (IOException ex) {
				this.build.events().log(context, "(the output of the process ended: " + ex.getMessage() + ")");
			}
		});
	}

	private static Thread capture(InputStream stream, ByteArrayOutputStream captured) {
		return daemon("capture", () -> {
			try (stream) {
				stream.transferTo(captured);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
