package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import dev.slipway.pipeline.StepHelp;
import dev.slipway.pipeline.StepHelps;
import dev.slipway.pipeline.StepReference;

/** Reads the help from the folder of the library. */
final class LibraryFolder implements StepHelps {

	private static final System.Logger LOG = System.getLogger(LibraryFolder.class.getName());

	private final Path folder;

	LibraryFolder(Path folder) {
		this.folder = folder;
	}

	@Override
	public String version() {
		Path file = this.folder.resolve("resources/dev/slipway/library.properties");
		if (!Files.isRegularFile(file)) {
			return "";
		}
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			LOG.log(Level.WARNING, "The pipeline library's " + file + " cannot be read", ex);
		}
		return properties.getProperty("version", "");
	}

	@Override
	public List<StepHelp> all() {
		Path vars = this.folder.resolve("vars");
		if (!Files.isDirectory(vars)) {
			return List.of();
		}
		List<StepHelp> all = new ArrayList<>();
		try (Stream<Path> files = Files.list(vars)) {
			files.filter((file) -> file.getFileName().toString().endsWith(".txt")).forEach((file) -> read(file, all));
		}
		catch (IOException ex) {
			LOG.log(Level.WARNING, "The pipeline library in " + vars + " cannot be read", ex);
		}
		all.sort(StepReference.ORDER);
		return List.copyOf(all);
	}

	private static void read(Path file, List<StepHelp> all) {
		String name = file.getFileName().toString();
		try {
			all.add(StepHelp.parse(name.substring(0, name.length() - ".txt".length()), Files.readString(file)));
		}
		catch (IOException | IllegalArgumentException ex) {
			LOG.log(Level.WARNING, "The help " + file + " cannot be read: " + ex.getMessage());
		}
	}

}
