package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.slipway.scaffold.TemplateBundle;

/**
 * The templates in the sub-folders of a folder; read anew each time, for their authors.
 */
class FolderTemplates implements TemplateSource {

	private final Path folder;

	FolderTemplates(Path folder) {
		this.folder = folder;
	}

	@Override
	public Map<String, SortedMap<String, TemplateBundle.TreeFile>> read() {
		Map<String, SortedMap<String, TemplateBundle.TreeFile>> found = new TreeMap<>();
		try (Stream<Path> children = Files.list(this.folder)) {
			for (Path child : children.toList()) {
				if (Files.isRegularFile(child.resolve(TemplateYaml.FILE))) {
					found.put(String.valueOf(child.getFileName()), files(child));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"The templates in " + this.folder + " cannot be read; see the property slipway.templates.folders",
					ex);
		}
		return found;
	}

	@Override
	public boolean constant() {
		return false;
	}

	static SortedMap<String, TemplateBundle.TreeFile> files(Path folder) throws IOException {
		SortedMap<String, TemplateBundle.TreeFile> files = new TreeMap<>();
		Path root = folder.normalize();
		List<Path> all;
		try (Stream<Path> walk = Files.walk(root)) {
			all = walk.filter(Files::isRegularFile).toList();
		}
		for (Path file : all) {
			String path = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
			files.put(path, new TemplateBundle.TreeFile(Files.readAllBytes(file), Files.isExecutable(file)));
		}
		return files;
	}

}
