package dev.slipway.scaffold.adapter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.scaffold.Scaffold;
import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.Templates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the scaffold. */
@Configuration(proxyBeanMethods = false)
class ScaffoldConfiguration {

	private static final Logger log = LoggerFactory.getLogger(ScaffoldConfiguration.class);

	@Bean
	Templates templates(@Value("${slipway.templates.folders:}") List<String> folders) {
		List<TemplateSource> sources = new ArrayList<>();
		sources.add(new ClassPathTemplates(ScaffoldConfiguration.class.getClassLoader()));
		folders.forEach((folder) -> sources.add(new FolderTemplates(Path.of(folder))));
		return new LoadedTemplates(sources);
	}

	/**
	 * The first visitor need not wait for the class path to be searched, nor the first
	 * service for the classes of the template engine.
	 */
	@Bean
	ApplicationListener<ApplicationReadyEvent> templatesReadAhead(Templates templates, Scaffold scaffold) {
		return (ready) -> {
			Thread thread = new Thread(() -> readAhead(templates, scaffold), "slipway-templates");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.start();
		};
	}

	static void readAhead(Templates templates, Scaffold scaffold) {
		for (Template template : templates.all()) {
			try {
				scaffold.render(template.id(), Map.of("name", "read-ahead", "team", "read-ahead"));
			}
			catch (RuntimeException ex) {
				log.debug("Template {} needs more parameters, or is broken, and is not read ahead", template.id(), ex);
			}
		}
	}

	@Bean
	Scaffold scaffold(Templates templates) {
		return new Scaffold(templates, new SchemaParameterCheck(), new PebbleExpressions());
	}

}
