package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import dev.slipway.scaffold.TemplateBundle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The templates packed below {@code templates/} on the class path, in jars, jars in jars
 * and folders alike. The entries of a jar are listed directly, because the names of
 * template files hold characters that do not survive a URL.
 */
class ClassPathTemplates implements TemplateSource {

	private final ClassLoader loader;

	ClassPathTemplates(ClassLoader loader) {
		this.loader = loader;
	}

	@Override
	public Map<String, SortedMap<String, TemplateBundle.TreeFile>> read() {
		Map<String, SortedMap<String, TemplateBundle.TreeFile>> found = new TreeMap<>();
		try {
			String pattern = "classpath*:templates/*/" + TemplateYaml.FILE;
			for (Resource resource : new PathMatchingResourcePatternResolver(this.loader).getResources(pattern)) {
				String[] segments = resource.getURL().getPath().split("/");
				String id = segments[segments.length - 2];
				found.putIfAbsent(id, files(resource.getURL(), "templates/" + id + "/"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The templates on the class path cannot be read", ex);
		}
		return found;
	}

	@Override
	public boolean constant() {
		return true;
	}

	private static SortedMap<String, TemplateBundle.TreeFile> files(URL yaml, String prefix) throws IOException {
		URLConnection connection = yaml.openConnection();
		if (connection instanceof JarURLConnection jar) {
			return entries(jar.getJarFile(), prefix);
		}
		try {
			return FolderTemplates.files(Path.of(yaml.toURI()).resolveSibling("."));
		}
		catch (URISyntaxException ex) {
			throw new IOException(yaml + " is no file", ex);
		}
	}

	private static SortedMap<String, TemplateBundle.TreeFile> entries(JarFile jar, String prefix) throws IOException {
		SortedMap<String, TemplateBundle.TreeFile> files = new TreeMap<>();
		for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
			JarEntry entry = entries.nextElement();
			if (!entry.isDirectory() && entry.getName().startsWith(prefix)) {
				try (InputStream in = jar.getInputStream(entry)) {
					files.put(entry.getName().substring(prefix.length()),
							new TemplateBundle.TreeFile(in.readAllBytes(), false));
				}
			}
		}
		return files;
	}

}
