package dev.slipway.scaffold.adapter;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateBroken;
import dev.slipway.scaffold.TemplateBundle;
import dev.slipway.scaffold.TemplateBundle.TreeFile;
import dev.slipway.scaffold.Templates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The templates of several places; of two with one name the later place wins. */
class LoadedTemplates implements Templates {

	private static final Logger log = LoggerFactory.getLogger(LoadedTemplates.class);

	private final List<TemplateSource> sources;

	private final Map<TemplateSource, Map<String, SortedMap<String, TreeFile>>> constant = new ConcurrentHashMap<>();

	private final TemplateYaml yaml = new TemplateYaml();

	LoadedTemplates(List<TemplateSource> sources) {
		this.sources = List.copyOf(sources);
	}

	@Override
	public List<Template> all() {
		List<Template> readable = new ArrayList<>();
		read().forEach((id, files) -> {
			try {
				readable.add(bundle(id, files).template());
			}
			catch (TemplateBroken ex) {
				log.warn("Template {} is left out: {}", id, ex.getMessage());
			}
		});
		readable.sort(Comparator.comparing(Template::title));
		return readable;
	}

	@Override
	public Optional<TemplateBundle> find(String id) {
		return Optional.ofNullable(read().get(id)).map((files) -> bundle(id, files));
	}

	private Map<String, SortedMap<String, TreeFile>> read() {
		Map<String, SortedMap<String, TreeFile>> all = new LinkedHashMap<>();
		for (TemplateSource source : this.sources) {
			try {
				all.putAll(source.constant() ? this.constant.computeIfAbsent(source, TemplateSource::read)
						: source.read());
			}
			catch (UncheckedIOException ex) {
				log.warn("Templates are left out: {}", ex.getMessage());
			}
		}
		return all;
	}

	private TemplateBundle bundle(String id, SortedMap<String, TreeFile> files) {
		SortedMap<String, TreeFile> others = new TreeMap<>(files);
		TreeFile yaml = others.remove(TemplateYaml.FILE);
		if (yaml == null) {
			throw new TemplateBroken(id + "/" + TemplateYaml.FILE, 0, "is missing", null);
		}
		return new TemplateBundle(this.yaml.read(id, yaml.content()), others);
	}

}
