package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.Map;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code withCredentials} with {@code string(…)} and {@code usernamePassword(…)}
 * : secrets are variables inside the block, and hidden in the log.
 */
final class CredentialSteps {

	private final Build build;

	CredentialSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.block("withCredentials", this::withCredentials, "bindings"));
		language.add(Step.simple("string", (call) -> call, "credentialsId", "variable", "name", "defaultValue",
				"description", "trim"));
		language.add(Step.simple("credentials", (call) -> new Reference(secret(call.text("id"))), "id"));
		language.add(Step.simple("usernamePassword", (call) -> call, "credentialsId", "usernameVariable",
				"passwordVariable"));
	}

	private @Nullable Object withCredentials(Call call) throws Exception {
		if (!(call.value("bindings") instanceof Iterable<?> bindings)) {
			throw new AbortException("The step 'withCredentials' needs a list of bindings");
		}
		Map<String, String> added = new LinkedHashMap<>();
		for (Object binding : bindings) {
			if (!(binding instanceof Call given)) {
				throw new AbortException("The step 'withCredentials' knows string(…) and usernamePassword(…) only");
			}
			bind(given, added);
		}
		return this.build.in(this.build.context().withEnv(added), call.body());
	}

	private void bind(Call binding, Map<String, String> added) throws AbortException {
		String secret = secret(binding.text("credentialsId"));
		if (binding.step().equals("string")) {
			added.put(binding.text("variable"), secret);
			return;
		}
		int colon = secret.indexOf(':');
		String password = secret.substring(colon + 1);
		this.build.masker().add(password);
		added.put(binding.text("usernameVariable"), (colon > 0) ? secret.substring(0, colon) : "");
		added.put(binding.text("passwordVariable"), password);
	}

	private String secret(String id) throws AbortException {
		String secret = this.build.request().credentials().get(id);
		if (secret == null) {
			throw new StepFailure(
					"There are no credentials '" + id + "' in the local runner; it has "
							+ this.build.request().credentials().keySet(),
					null, "Use one of these, or build where they are configured");
		}
		return secret;
	}

	/** What {@code credentials('id')} is in the directive {@code environment}. */
	record Reference(String secret) {
	}

}
