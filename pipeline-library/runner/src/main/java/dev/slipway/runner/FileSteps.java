package dev.slipway.runner;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurperClassic;
import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/** The steps on files: read, write, dir, stash, archive. */
final class FileSteps {

	private final Build build;

	FileSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.block("dir", this::dir, "path"));
		language.add(Step.simple("pwd", (call) -> this.build.context().folder("pwd").toString()));
		language.add(Step.simple("isUnix", (call) -> true));
		language.add(Step.simple("readFile", this::readFile, "file", "encoding"));
		language.add(Step.simple("writeFile", this::writeFile, "file", "text", "encoding"));
		language.add(Step.simple("fileExists", this::fileExists, "file"));
		language.add(Step.simple("deleteDir", this::deleteDir));
		language.add(Step.simple("cleanWs", this::deleteDir, "deleteDirs", "notFailBuild", "patterns"));
		language.add(Step.simple("readJSON", this::readJson, "file", "text", "returnPojo"));
		language.add(Step.simple("writeJSON", this::writeJson, "json", "file", "pretty", "returnText"));
		language.add(Step.simple("stash", this::stash, "name", "includes", "excludes", "allowEmpty"));
		language.add(Step.simple("unstash", this::unstash, "name"));
		language.add(Step.simple("archiveArtifacts", this::archive, "artifacts", "excludes", "allowEmptyArchive",
				"fingerprint", "onlyIfSuccessful"));
	}

	private @Nullable Object dir(Call call) throws Exception {
		Context context = this.build.context();
		Path folder = context.resolve("dir", call.text("path"));
		Files.createDirectories(folder);
		return this.build.in(context.inDirectory(folder), call.body());
	}

	private Object readFile(Call call) throws Exception {
		Path file = this.build.context().resolve("readFile", call.text("file"));
		if (!Files.isRegularFile(file)) {
			throw new AbortException("There is no file " + call.text("file") + " in the workspace");
		}
		return Files.readString(file, charset(call));
	}

	private @Nullable Object writeFile(Call call) throws Exception {
		Path file = this.build.context().resolve("writeFile", call.text("file"));
		Path parent = file.getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		Files.writeString(file, call.text("text"), charset(call));
		return null;
	}

	private @Nullable Object readJson(Call call) throws Exception {
		String text = (call.value("text") != null) ? call.text("text") : String.valueOf(readFile(call));
		return new JsonSlurperClassic().parseText(text);
	}

	private @Nullable Object writeJson(Call call) throws Exception {
		String json = JsonOutput.toJson(call.value("json"));
		String text = (call.number("pretty", 0) > 0) ? JsonOutput.prettyPrint(json) : json;
		if (call.flag("returnText")) {
			return text;
		}
		Map<String, @Nullable Object> values = new LinkedHashMap<>(call.values());
		values.put("text", text);
		return writeFile(new Call(call.step(), values, null));
	}

	private static Charset charset(Call call) {
		return Charset.forName(call.text("encoding", StandardCharsets.UTF_8.name()));
	}

	private Object fileExists(Call call) throws Exception {
		return Files.exists(this.build.context().resolve("fileExists", call.text("file")));
	}

	private @Nullable Object deleteDir(Call call) throws Exception {
		Path folder = this.build.context().folder("deleteDir");
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
				Files.delete(file);
			}
		}
		return null;
	}

	private @Nullable Object stash(Call call) throws Exception {
		Path folder = this.build.context().folder("stash");
		List<Path> files = AntPattern.find(folder, call.text("includes", "**"), call.text("excludes", ""));
		if (files.isEmpty() && !call.flag("allowEmpty")) {
			throw new AbortException("No files included in stash '" + call.text("name") + "'");
		}
		copy(files, folder, stashed(call));
		this.build.log("Stashed " + files.size() + " file(s)");
		return null;
	}

	private @Nullable Object unstash(Call call) throws Exception {
		Path stash = stashed(call);
		if (!Files.isDirectory(stash)) {
			throw new AbortException("There is no stash '" + call.text("name") + "'");
		}
		copy(AntPattern.find(stash, "**", ""), stash, this.build.context().folder("unstash"));
		return null;
	}

	private Path stashed(Call call) throws AbortException {
		String name = call.text("name");
		if (!name.matches("[\\w.-]+") || name.startsWith(".")) {
			throw new AbortException("A stash's name has letters, digits, '_', '-' and '.': '" + name + "' has not");
		}
		return this.build.request().folder().resolve("stashes").resolve(name);
	}

	private @Nullable Object archive(Call call) throws Exception {
		Path folder = this.build.context().folder("archiveArtifacts");
		List<Path> files = AntPattern.find(folder, call.text("artifacts"), call.text("excludes", ""));
		if (files.isEmpty() && !call.flag("allowEmptyArchive")) {
			throw new AbortException("No artifacts found that match '" + call.text("artifacts") + "'");
		}
		copy(files, folder, this.build.request().folder().resolve("artifacts"));
		for (Path file : files) {
			this.build.events()
				.send("artifact", "stage", this.build.context().stage(), "path", AntPattern.name(folder, file), "size",
						Files.size(file));
		}
		this.build.log("Archived " + files.size() + " file(s)");
		return null;
	}

	private static void copy(List<Path> files, Path from, Path to) throws IOException {
		Files.createDirectories(to);
		for (Path file : files) {
			Path target = to.resolve(from.relativize(file).toString());
			Path parent = target.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
		}
	}

}
