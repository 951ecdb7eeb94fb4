package dev.slipway.preview.web;

import java.net.URI;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.preview.Preview;
import dev.slipway.preview.Previews;
import dev.slipway.preview.TooManyPreviews;
import dev.slipway.preview.web.PreviewViews.PreviewDetail;
import dev.slipway.preview.web.PreviewViews.PreviewView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Environments that come with a branch and go with it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Previews")
class PreviewsController {

	private static final int LONGEST = 250;

	private final Previews previews;

	private final PreviewViews views;

	private final Catalog catalog;

	PreviewsController(Previews previews, PreviewViews views, Catalog catalog) {
		this.previews = previews;
		this.views = views;
		this.catalog = catalog;
	}

	@GetMapping("/previews")
	@Operation(summary = "The previews of your teams' services, newest first")
	List<PreviewView> all(Actor actor) {
		return this.previews.there()
			.stream()
			.filter((preview) -> actor.sees(preview.team()))
			.map(this.views::view)
			.toList();
	}

	@GetMapping("/services/{service}/previews")
	@Operation(summary = "The previews of a service, newest first; those that are gone are not among them")
	List<PreviewView> list(Actor actor, @PathVariable String service) {
		visible(actor, service);
		return this.previews.there(service).stream().map(this.views::view).toList();
	}

	@PostMapping("/services/{service}/previews")
	@Operation(summary = "Shows an image in the preview of its branch",
			description = "Makes the preview if the branch has none: a namespace of its own, as the rules of the base "
					+ "environment say, with one pod and a database of its own. Asking again with the same image changes "
					+ "nothing, unless it did not run. It goes when its branch is deleted, when it is idle for too long, "
					+ "or by DELETE.")
	ResponseEntity<PreviewView> show(Actor actor, @PathVariable String service, @RequestBody PreviewBody body) {
		Service found = visible(actor, service);
		actor.require(Role.DEVELOPER, found.team());
		try {
			Preview preview = this.previews.show(new Previews.Request(found.team(), service, body.checkedBranch(),
					body.checkedImage(), body.checkedCommit(), body.build(), actor.name()));
			return accepted(preview);
		}
		catch (TooManyPreviews ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()))
				.remedy("Remove one: DELETE /api/v1/services/{service}/previews/{name}, or delete its branch");
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()));
		}
	}

	@GetMapping("/services/{service}/previews/{preview}")
	@Operation(summary = "One preview with its history, also one that is gone")
	PreviewDetail get(Actor actor, @PathVariable String service,
			@Parameter(description = "Its name, such as preview-17") @PathVariable String preview) {
		visible(actor, service);
		return this.views.detail(find(service, preview));
	}

	@DeleteMapping("/services/{service}/previews/{preview}")
	@Operation(summary = "Removes a preview with all that it made")
	ResponseEntity<PreviewView> remove(Actor actor, @PathVariable String service,
			@Parameter(description = "Its name, such as preview-17") @PathVariable String preview) {
		actor.require(Role.DEVELOPER, visible(actor, service).team());
		Preview found = find(service, preview);
		this.previews.remove(found, actor.name());
		return accepted(find(service, preview));
	}

	private ResponseEntity<PreviewView> accepted(Preview preview) {
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/services/" + preview.service() + "/previews/" + preview.name()))
			.body(this.views.view(preview));
	}

	private Service visible(Actor actor, String name) {
		return this.catalog.find(name)
			.filter((service) -> actor.sees(service.team()))
			.orElseThrow(() -> Problem.notFound("The service " + name));
	}

	private Preview find(String service, String name) {
		return this.previews.find(service, name)
			.orElseThrow(() -> Problem.notFound("The preview " + name + " of " + service));
	}

	/** What is to be seen. */
	@Schema(name = "PreviewRequest")
	record PreviewBody(
			@Schema(description = "The branch that the preview goes with",
					example = "pr/12-faster") @Nullable String branch,
			@Schema(description = "The image, best with its digest",
					example = "localhost:5000/shop/orders@sha256:…") @Nullable String image,
			@Schema(description = "The commit whose deploy/ and slipway.yaml are used",
					example = "5b3c1e0") @Nullable String commit,
			@Schema(description = "The build that made the image", example = "7") @Nullable Integer build) {

		String checkedBranch() {
			if (this.branch == null || this.branch.isBlank() || this.branch.length() > LONGEST
					|| this.branch.chars().anyMatch(Character::isISOControl)) {
				throw Problem.invalid("branch",
						"must be the name of a branch, with at most " + LONGEST + " characters");
			}
			if (this.branch.equals("main")) {
				throw Problem.invalid("branch", "is main, which is released to the environments and needs no preview");
			}
			return this.branch;
		}

		String checkedImage() {
			if (this.image == null || this.image.length() > 500 || !this.image.matches("[\\w.:/@-]+")) {
				throw Problem.invalid("image", "must be the name of an image")
					.remedy("Give the image that the build pushed");
			}
			return this.image;
		}

		String checkedCommit() {
			if (this.commit == null || !this.commit.matches("[0-9a-fA-F]{7,64}")) {
				throw Problem.invalid("commit", "must be the id of the commit that was built");
			}
			return this.commit;
		}

	}

}
