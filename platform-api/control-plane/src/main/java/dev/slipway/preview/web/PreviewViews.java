package dev.slipway.preview.web;

import java.time.Instant;
import java.util.List;

import dev.slipway.environments.Environments;
import dev.slipway.flow.FlowView;
import dev.slipway.preview.Preview;
import dev.slipway.preview.PreviewState;
import dev.slipway.preview.PreviewState.Deploying;
import dev.slipway.preview.PreviewState.Following;
import dev.slipway.preview.PreviewState.Gone;
import dev.slipway.preview.PreviewState.Removing;
import dev.slipway.preview.PreviewState.Resting;
import dev.slipway.preview.Previews;
import dev.slipway.rollout.Placement;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Previews as the API shows them. */
@Component
class PreviewViews {

	private final Previews previews;

	private final Placement placement;

	private final Environments environments;

	PreviewViews(Previews previews, Placement placement, Environments environments) {
		this.previews = previews;
		this.environments = environments;
		this.placement = placement;
	}

	PreviewView view(Preview preview) {
		FlowView<PreviewState> flow = this.previews.flow(preview).orElse(null);
		Status status = status(preview, (flow != null) ? flow.state() : null);
		Preview.Wanted wanted = preview.wanted();
		boolean answered = preview.answer().sequence() == wanted.sequence();
		return new PreviewView(preview.name(), preview.service(), preview.team(), preview.branch(), wanted.commit(),
				wanted.image(), wanted.build(), status, reason(preview, status, flow),
				answered ? preview.answer().release() : null,
				(status == Status.GONE || status == Status.REMOVING) ? null : address(preview), preview.base(),
				preview.environment().namespace(preview.team()), wanted.by(), preview.createdAt(), wanted.at(),
				wanted.at().plus(this.previews.idle()));
	}

	PreviewDetail detail(Preview preview) {
		return new PreviewDetail(view(preview),
				this.previews.history(preview)
					.stream()
					.map((line) -> new Happened(line.at(), line.state(), line.reason()))
					.toList());
	}

	/** What was wished meanwhile is not answered by what was there before. */
	private static Status status(Preview preview, @Nullable PreviewState state) {
		if (preview.removedAt() != null || state instanceof Gone) {
			return Status.GONE;
		}
		if (preview.closing() != null || state instanceof Removing) {
			return Status.REMOVING;
		}
		if (state instanceof Resting resting && resting.sequence() == preview.wanted().sequence()) {
			return resting.good() ? Status.RUNNING : Status.FAILED;
		}
		return Status.STARTING;
	}

	private static String reason(Preview preview, Status status, @Nullable FlowView<PreviewState> flow) {
		String closing = preview.closing();
		if (closing != null) {
			return closing;
		}
		if (flow == null) {
			return "";
		}
		FlowView.Trouble trouble = flow.trouble();
		if (trouble != null) {
			return trouble.message();
		}
		if (status == Status.STARTING) {
			return (flow.state() instanceof Following following) ? "Release " + following.release() + " is under way"
					: (flow.state() instanceof Deploying) ? "Its namespace is made" : "Another image is wanted";
		}
		return (flow.state() instanceof Resting resting) ? resting.reason()
				: (flow.state() instanceof Removing removing) ? removing.reason() : "";
	}

	/**
	 * It is shown also when its cluster is away, which is then not waited for once more
	 * for each preview.
	 */
	private @Nullable String address(Preview preview) {
		if (!this.environments.answers(preview.environment())) {
			return null;
		}
		try {
			return this.placement.look(preview.environment(), preview.team(), preview.service()).address();
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			return null;
		}
	}

	/** Where a preview is. */
	enum Status {

		/** What is wanted is on its way. */
		STARTING,
		/** What is wanted runs. */
		RUNNING,
		/** What is wanted does not run; what ran before may. */
		FAILED,
		/** It is being removed. */
		REMOVING,
		/** Nothing of it is there. */
		GONE

	}

	/** A preview. */
	@Schema(name = "Preview")
	record PreviewView(
			@Schema(description = "Of the preview and of its environment", example = "preview-17") String name,
			@Schema(description = "What it shows") String service, @Schema(description = "Whose it is") String team,
			@Schema(description = "That it goes with", example = "pr/12-faster") String branch,
			@Schema(description = "Whose manifests are used") String commit,
			@Schema(description = "What is to run") String image,
			@Schema(description = "The build that made the image") @Nullable Integer build,
			@Schema(description = "Where it is") Status status,
			@Schema(description = "How it came to that") String reason,
			@Schema(description = "The number of its release, in the environment of its name") @Nullable Integer release,
			@Schema(description = "Where it answers", example = "http://127.9.0.1:8080") @Nullable String address,
			@Schema(description = "The environment that it is made after", example = "dev") String base,
			@Schema(description = "Where its pods are") String namespace,
			@Schema(description = "Who asked for it last") String requestedBy,
			@Schema(description = "When it was asked for first") Instant createdAt,
			@Schema(description = "When it was asked for last") Instant requestedAt,
			@Schema(description = "When it is removed, if no image comes until then") Instant expiresAt) {
	}

	/** A preview with its history, oldest first. */
	record PreviewDetail(PreviewView preview, List<Happened> history) {
	}

	/** A line of its history. */
	@Schema(name = "PreviewHistory")
	record Happened(Instant at, String state, String reason) {
	}

}
