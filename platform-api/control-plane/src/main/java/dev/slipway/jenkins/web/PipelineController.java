package dev.slipway.jenkins.web;

import java.util.List;
import java.util.function.Function;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.PipelineReport;
import dev.slipway.jenkins.ProvisionedPipelines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The pipeline of a service: what it should be, and what it is. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}/pipeline")
class PipelineController {

	private final ObjectProvider<ProvisionedPipelines> pipelines;

	private final Catalog catalog;

	PipelineController(ObjectProvider<ProvisionedPipelines> pipelines, Catalog catalog) {
		this.pipelines = pipelines;
		this.catalog = catalog;
	}

	@GetMapping
	@Operation(summary = "The pipeline of a service on the build server, and what differs from how it was made",
			description = "Jenkins is asked now. The local runner has nothing that could differ.")
	PipelineView get(Actor actor, @PathVariable String service) {
		Service found = visible(actor, service);
		return view((made) -> made.inspect(found.team(), found.name()));
	}

	@PostMapping("/restore")
	@Operation(summary = "Makes the pipeline what it should be",
			description = "What is missing is made anew, what differs is set back; what others added stays.")
	PipelineView restore(Actor actor, @PathVariable String service) {
		Service found = visible(actor, service);
		actor.require(Role.DEVELOPER, found.team());
		return view((made) -> made.restore(found.team(), found.name()));
	}

	private PipelineView view(Function<ProvisionedPipelines, PipelineReport> ask) {
		ProvisionedPipelines made = this.pipelines.getIfAvailable();
		if (made == null) {
			return new PipelineView("local runner", null, "Jenkinsfile of the repository", true, List.of(), List.of());
		}
		try {
			PipelineReport report = ask.apply(made);
			return new PipelineView("jenkins", report.address(), report.kind(), report.present(), report.differences(),
					report.notes());
		}
		catch (JenkinsTrouble ex) {
			throw new Problem(ex.transientFault() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY,
					"The Jenkins does not tell: " + ex.getMessage(), ex)
				.remedy(ex.remedy());
		}
		catch (IllegalStateException ex) {
			throw new Problem(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()), ex);
		}
	}

	private Service visible(Actor actor, String name) {
		return this.catalog.find(actor, name).orElseThrow(() -> Problem.notFound("The service '" + name + "'"));
	}

	/**
	 * A service's pipeline.
	 *
	 * @param server {@code local runner} or {@code jenkins}
	 * @param address where people look at it; missing for the local runner
	 * @param kind such as multibranch pipeline
	 * @param present whether it is there
	 * @param differences from what it should be
	 * @param notes what is flat or missing for want of a plugin, or where it went
	 */
	record PipelineView(String server, @Nullable String address, String kind, boolean present,
			List<Difference> differences, List<String> notes) {
	}

}
