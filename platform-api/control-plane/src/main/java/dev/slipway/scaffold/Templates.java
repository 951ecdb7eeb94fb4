package dev.slipway.scaffold;

import java.util.List;
import java.util.Optional;

/** Where golden templates are found. */
public interface Templates {

	/**
	 * All that can be read, ordered by title. One that is broken is left out and logged.
	 */
	List<Template> all();

	/**
	 * Finds one with its files.
	 * @throws TemplateBroken when it is there and cannot be read
	 */
	Optional<TemplateBundle> find(String id);

}
