package dev.slipway.scaffold.adapter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.scaffold.Scaffold;
import dev.slipway.scaffold.Templates;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the scaffold. */
@Configuration(proxyBeanMethods = false)
class ScaffoldConfiguration {

	@Bean
	Templates templates(@Value("${slipway.templates.folders:}") List<String> folders) {
		List<TemplateSource> sources = new ArrayList<>();
		sources.add(new ClassPathTemplates(ScaffoldConfiguration.class.getClassLoader()));
		folders.forEach((folder) -> sources.add(new FolderTemplates(Path.of(folder))));
		return new LoadedTemplates(sources);
	}

	/** The first visitor need not wait for the class path to be searched. */
	@Bean
	ApplicationListener<ApplicationReadyEvent> templatesReadAhead(Templates templates) {
		return (ready) -> {
			Thread thread = new Thread(templates::all, "slipway-templates");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.start();
		};
	}

	@Bean
	Scaffold scaffold(Templates templates) {
		return new Scaffold(templates, new SchemaParameterCheck(), new PebbleExpressions());
	}

}
