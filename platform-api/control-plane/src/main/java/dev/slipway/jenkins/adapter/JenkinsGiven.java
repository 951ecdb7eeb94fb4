package dev.slipway.jenkins.adapter;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Holds when {@code slipway.jenkins.url} says where a Jenkins is; the local runner's
 * configuration holds when it does not.
 */
final class JenkinsGiven implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return !context.getEnvironment().getProperty("slipway.jenkins.url", "").isBlank();
	}

}
