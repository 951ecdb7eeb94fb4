package dev.slipway.rollout.web;

import java.util.NoSuchElementException;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Finds the service and environment of a path, as far as the actor may see them. */
@Component
class ServiceScope {

	private final Catalog catalog;

	private final Environments environments;

	ServiceScope(Catalog catalog, Environments environments) {
		this.catalog = catalog;
		this.environments = environments;
	}

	Service visible(Actor actor, String name) {
		return this.catalog.find(actor, name).orElseThrow(() -> Problem.notFound("The service " + name));
	}

	Service changeable(Actor actor, String name) {
		Service service = visible(actor, name);
		actor.require(Role.DEVELOPER, service.team());
		return service;
	}

	/** The rules of an environment are overridden by operators only. */
	static @Nullable String override(Actor actor, @Nullable String reason) {
		if (reason != null && actor.role().compareTo(Role.OPERATOR) < 0) {
			throw new AccessDenied(actor.name() + " needs the role OPERATOR to override the environment's rules");
		}
		return reason;
	}

	/** What exactly is wrong names addresses and files of the platform. */
	Problem unanswered(Actor actor, String environment, RuntimeException ex) {
		boolean operator = actor.role().compareTo(Role.OPERATOR) >= 0;
		if (ex.getCause() instanceof KubernetesClientException denied && denied.getCode() == 403) {
			String what = "The cluster " + environment(environment).cluster() + " denies this to the platform";
			return new Problem(HttpStatus.SERVICE_UNAVAILABLE, operator ? what + ": " + denied.getMessage() : what, ex)
				.remedy("Operators see the rights that are missing in GET /api/v1/clusters");
		}
		String told = "The cluster " + environment(environment).cluster() + " does not answer";
		return new Problem(HttpStatus.SERVICE_UNAVAILABLE, operator ? told(told, ex) : told, ex)
			.remedy("See GET /api/v1/environments, and try again");
	}

	private static String told(String start, RuntimeException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.startsWith("The cluster ") ? message : start + ": " + message;
	}

	Environment environment(String name) {
		try {
			return this.environments.get(name);
		}
		catch (NoSuchElementException ex) {
			throw Problem.notFound("The environment " + name)
				.remedy("There are " + this.environments.all().stream().map(Environment::name).toList());
		}
	}

}
