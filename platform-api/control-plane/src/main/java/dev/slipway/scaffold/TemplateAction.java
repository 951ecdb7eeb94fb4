package dev.slipway.scaffold;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The actions that a template's steps may name. */
public enum TemplateAction {

	/** Renders the files below {@code input.url}. */
	FETCH_TEMPLATE("fetch:template"),
	/** Copies the files below {@code input.url} as they are. */
	FETCH_PLAIN("fetch:plain"),
	/** Commits the tree to a new repository. */
	PUBLISH_REPOSITORY("publish:repository"),
	/** Makes the pipeline that builds the repository. */
	PIPELINE_CREATE("pipeline:create"),
	/**
	 * Makes namespaces, and with {@code input.database} a database, in each environment.
	 */
	ENVIRONMENTS_PREPARE("environments:prepare"),
	/** Enters the service in the catalog. */
	CATALOG_REGISTER("catalog:register");

	private final String id;

	TemplateAction(String id) {
		this.id = id;
	}

	/** As it is written in {@code template.yaml}. */
	public String id() {
		return this.id;
	}

	static Optional<TemplateAction> of(String id) {
		return Arrays.stream(values()).filter((action) -> action.id.equals(id)).findFirst();
	}

	/** Finds an action by what is written in {@code template.yaml}. */
	public static TemplateAction named(String id) {
		return of(id).orElseThrow(() -> new IllegalArgumentException("unknown action '" + id + "'; there are "
				+ Arrays.stream(values()).map(TemplateAction::id).collect(Collectors.joining(", "))));
	}

}
