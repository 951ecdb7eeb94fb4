package dev.slipway.architecture;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Classes that break a rule.
 *
 * @param sources each a file's text
 */
record Plant(List<Source> sources) {

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	/** One for all, since it remembers what it has read of the class path. */
	private static final StandardJavaFileManager FILES = files();

	private static StandardJavaFileManager files() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null);
		try {
			files.setLocationFromPaths(StandardLocation.CLASS_PATH,
					Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return files;
	}

	/** Written as pairs of a class's full name and its members. */
	static Plant of(String... namesAndMembers) {
		assertThat(namesAndMembers.length % 2).isZero();
		List<Source> sources = java.util.stream.IntStream.range(0, namesAndMembers.length / 2)
			.mapToObj((i) -> new Source(namesAndMembers[2 * i], namesAndMembers[2 * i + 1]))
			.toList();
		return new Plant(sources);
	}

	/** Compiles them into a folder, against the product. */
	void compile(Path folder) {
		StringWriter complaints = new StringWriter();
		synchronized (FILES) {
			try {
				FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			boolean compiled = COMPILER
				.getTask(complaints, FILES, null, List.of("-proc:none", "-nowarn"), null,
						this.sources.stream().map(Source::file).toList())
				.call();
			assertThat(compiled).as(complaints.toString()).isTrue();
		}
	}

	@Override
	public String toString() {
		return String.join(" and ", this.sources.stream().map(Source::name).toList());
	}

	/**
	 * A public class.
	 *
	 * @param name its full name
	 * @param members what stands in it
	 */
	record Source(String name, String members) {

		JavaFileObject file() {
			int dot = this.name.lastIndexOf('.');
			String text = "package " + this.name.substring(0, dot) + "; public class " + this.name.substring(dot + 1)
					+ " { " + this.members + " }";
			URI uri = URI.create("string:///" + this.name.replace('.', '/') + ".java");
			return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {

				@Override
				public CharSequence getCharContent(boolean ignoreErrors) {
					return text;
				}

			};
		}

	}

}
