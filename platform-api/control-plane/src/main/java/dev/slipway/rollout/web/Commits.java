package dev.slipway.rollout.web;

import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.repository.Repositories;
import org.springframework.stereotype.Component;

/** Finds the commit that a request is about. */
@Component
class Commits {

	private final Repositories repositories;

	Commits(Repositories repositories) {
		this.repositories = repositories;
	}

	/** The one that it names, or the head of main. */
	String of(Service service, ReleaseBody body) {
		String given = body.checkedCommit();
		if (given != null) {
			return given;
		}
		return this.repositories.head(service.team(), service.name(), "main")
			.orElseThrow(() -> Problem.invalid("commit", "is missing, and the branch main has none"));
	}

}
