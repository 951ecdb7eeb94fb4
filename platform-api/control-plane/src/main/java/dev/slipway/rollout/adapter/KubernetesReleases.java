package dev.slipway.rollout.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.rollout.Autoscale;
import dev.slipway.rollout.Autoscaled;
import dev.slipway.rollout.Hook;
import dev.slipway.rollout.HookMoment;
import dev.slipway.rollout.PodSeen;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster;
import dev.slipway.rollout.Role;
import dev.slipway.rollout.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Releases as Deployments, by fabric8. */
final class KubernetesReleases implements ReleaseCluster {

	private static final Logger log = LoggerFactory.getLogger(KubernetesReleases.class);

	private final Reach reach;

	private final Map<String, String> variables;

	private final PreparedNamespaces namespaces = new PreparedNamespaces();

	/**
	 * @param variables for each container, such as the address that takes spans
	 */
	KubernetesReleases(Reach reach, Map<String, String> variables) {
		this.reach = reach;
		this.variables = variables;
	}

	@Override
	public Workload look(Release release) {
		Deployment deployment = deployment(release);
		if (deployment == null) {
			return Workload.none();
		}
		if (release.number() == 0 && release.objectName().equals(deployment.getMetadata().getName())) {
			new AdoptedPods(view(release), namespace(release)).label(deployment, Labels.ofRelease(release));
		}
		List<PodSeen> pods = pods(release).stream().filter(Pods::counts).map(Pods::seen).toList();
		Integer replicas = deployment.getSpec().getReplicas();
		return new Workload("true".equals(Objects.annotation(deployment, Labels.COMPLETE)),
				(replicas != null) ? replicas : 1, role(deployment), deployment.getMetadata().getResourceVersion(),
				trouble(deployment), pods);
	}

	@Override
	public void doubt(Release release) {
		view(release).doubt(namespace(release), release.draft().service());
	}

	@Override
	public boolean tells(Release release) {
		return view(release).tells();
	}

	@Override
	public Evidence evidence(Release release, String pod) {
		return new PodEvidence(view(release).client(), namespace(release), pod).find();
	}

	@Override
	public void create(Release release, Fence fence) {
		this.namespaces.ensure(this.reach, release,
				() -> new Creation(view(release), release, objects(release), fence).run());
	}

	@Override
	public void scale(Release release, int replicas, Workload seen, Fence fence) {
		if (seen.version() == null) {
			if (replicas > 0) {
				create(release, fence);
			}
			return;
		}
		if (seen.replicas() == replicas) {
			return;
		}
		Deployment deployment = deployment(release);
		if (deployment == null || !seen.version().equals(deployment.getMetadata().getResourceVersion())) {
			log.debug("{} changed since it was observed; it is observed again", release.objectName());
			return;
		}
		new Fenced(view(release), fence).scale(deployment, replicas);
	}

	@Override
	public Autoscaled autoscaled(Release release, Autoscale wanted) {
		return autoscaler(release).look(wanted);
	}

	@Override
	public void autoscale(Release release, Autoscale wanted, Fence fence) {
		autoscaler(release).set(wanted, fence);
	}

	private ServiceAutoscaler autoscaler(Release release) {
		return new ServiceAutoscaler(view(release).client(), namespace(release), release.draft().service());
	}

	@Override
	public void promote(Release release, int keep, Fence fence) {
		KubernetesRouter router = new KubernetesRouter(this.reach);
		new Promotion(view(release), release, objects(release), keep, fence, (number) -> router.names(release, number))
			.run();
	}

	@Override
	public Hook hook(Release release, Set<HookMoment> moments) {
		return HookJobs.mayBeIn(release.draft().manifests()) ? hooks(release).look(moments) : Hook.NONE;
	}

	@Override
	public void startHook(Release release, String job, Fence fence) {
		hooks(release).start(job, fence);
	}

	@Override
	public void stopHooks(Release release, Fence fence) {
		hooks(release).stop(fence);
	}

	private HookJobs hooks(Release release) {
		return new HookJobs(view(release).client(), namespace(release), objects(release));
	}

	private ReleaseObjects objects(Release release) {
		return ReleaseObjects.of(release, namespace(release), release.draft().team(), this.variables);
	}

	private @Nullable Deployment deployment(Release release) {
		return view(release).get(ObjectType.DEPLOYMENT, namespace(release), release.objectName());
	}

	private View view(Release release) {
		return this.reach.view(release);
	}

	private String namespace(Release release) {
		return this.reach.namespace(release);
	}

	private List<Pod> pods(Release release) {
		String number = Integer.toString(release.number());
		return view(release).ofService(ObjectType.POD, namespace(release), release.draft().service())
			.stream()
			.filter((pod) -> number.equals(Objects.label(pod, Labels.RELEASE)))
			.toList();
	}

	private static @Nullable Role role(HasMetadata deployment) {
		String role = Objects.label(deployment, Labels.ROLE);
		return (role != null) ? Role.valueOf(role.toUpperCase(java.util.Locale.ROOT)) : null;
	}

	private static @Nullable String trouble(Deployment deployment) {
		return Optional.ofNullable(deployment.getStatus())
			.map(DeploymentStatus::getConditions)
			.orElse(List.of())
			.stream()
			.filter((condition) -> "ReplicaFailure".equals(condition.getType()))
			.map(DeploymentCondition::getMessage)
			.findFirst()
			.orElse(null);
	}

}
