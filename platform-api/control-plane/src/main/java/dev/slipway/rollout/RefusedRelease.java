package dev.slipway.rollout;

import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.strategy.Finding;

/** A release is refused before anything moves, because it could not do what it says. */
public class RefusedRelease extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Finding> findings;

	public RefusedRelease(List<Finding> findings) {
		super(findings.stream()
			.map((finding) -> finding.path() + ": " + finding.message())
			.collect(Collectors.joining(". ")));
		this.findings = List.copyOf(findings);
	}

	/** Why, each with the remedy. */
	public List<Finding> findings() {
		return this.findings;
	}

}
