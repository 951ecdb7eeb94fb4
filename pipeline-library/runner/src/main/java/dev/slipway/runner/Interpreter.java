package dev.slipway.runner;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import hudson.AbortException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/** Compiles a Jenkinsfile with Groovy, binds it to the steps and runs it. */
final class Interpreter {

	private final Build build;

	Interpreter(Build build) {
		this.build = build;
	}

	void run() throws IOException {
		LibraryAnnotations annotations = new LibraryAnnotations();
		DeclarativeSyntax syntax = new DeclarativeSyntax();
		GroovyClassLoader loader = loader(annotations, syntax);
		Library library = new Library(this.build.request().library(), loader);
		PipelineScript script = compile(loader);
		for (String wanted : annotations.wanted()) {
			request(library, wanted);
		}
		Language language = new Language(this.build, library);
		new FlowSteps(this.build).register(language);
		new CoordinationSteps(this.build).register(language);
		new ParameterSteps(this.build).register(language);
		new DeclarativePipeline(this.build, language).register();
		new ShellStep(this.build).register(language);
		new FileSteps(this.build).register(language);
		new ScmSteps(this.build).register(language);
		new ReportSteps(this.build).register(language);
		new CredentialSteps(this.build).register(language);
		new LibrarySteps(this, this.build, library).register(language);
		language.require(syntax.steps());
		script.bind(language);
		script.setBinding(new Binding());
		script.run();
	}

	/** Loads a library, or fails with what there is. */
	void request(Library library, String wanted) throws AbortException {
		String warning = library.request(wanted);
		this.build.log((warning != null) ? warning : "Loaded library " + wanted);
	}

	private GroovyClassLoader loader(LibraryAnnotations annotations, DeclarativeSyntax syntax) {
		CompilerConfiguration configuration = new CompilerConfiguration();
		configuration.setScriptBaseClass(PipelineScript.class.getName());
		configuration.setSourceEncoding(StandardCharsets.UTF_8.name());
		configuration.addCompilationCustomizers(annotations, syntax, new SleepIsAStep(), new ImportCustomizer()
			.addImports(NonCPS.class.getName(), org.jenkinsci.plugins.workflow.libs.Library.class.getName()));
		GroovyClassLoader loader = new GroovyClassLoader(Interpreter.class.getClassLoader(), configuration);
		Path folder = this.build.request().library();
		if (folder != null) {
			loader.addClasspath(folder.resolve("src").toAbsolutePath() + File.separator);
		}
		return loader;
	}

	private PipelineScript compile(GroovyClassLoader loader) throws IOException {
		String text = Files.readString(this.build.request().jenkinsfile());
		GroovyCodeSource source = new GroovyCodeSource(text, Failures.SCRIPT, "/groovy/shell");
		source.setCachable(false);
		try {
			return (PipelineScript) loader.parseClass(source).getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException | ClassCastException ex) {
			throw new StepFailure("The Jenkinsfile is not a script", null, "Write steps at its top level, not a class");
		}
	}

}
