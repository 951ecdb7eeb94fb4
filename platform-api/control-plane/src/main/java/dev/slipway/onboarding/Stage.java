package dev.slipway.onboarding;

import java.util.Locale;

/** The stages of an onboarding, in their order. */
public enum Stage {

	/** Claims the name and checks the parameters once more. */
	VALIDATE("Check the name and the parameters"),
	/** Renders the template, to see that it can be rendered. */
	RENDER("Render the template"),
	/** Commits the tree to a new repository. */
	REPOSITORY("Create the repository"),
	/** Makes the pipeline. */
	PIPELINE("Create the pipeline"),
	/** Makes the team's namespace in each environment. */
	NAMESPACES("Prepare the environments"),
	/** Makes the service's database in each environment. */
	DATABASES("Create the databases"),
	/** Enters the service in the catalog. */
	CATALOG("Register in the catalog"),
	/** Lets the pipeline build the first commit. */
	BUILD("Start the first build");

	private final String title;

	Stage(String title) {
		this.title = title;
	}

	/** For people. */
	public String title() {
		return this.title;
	}

	/** For programs, such as {@code repository}. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
