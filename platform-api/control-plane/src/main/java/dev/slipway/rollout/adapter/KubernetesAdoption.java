package dev.slipway.rollout.adapter;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.environments.Environment;
import dev.slipway.rollout.AdoptableCluster;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.Surroundings.Unanswered;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * Adopts the Deployment and the Service of a service. What is immutable or would restart
 * pods stays: the Deployment's selector and its template. The pods get their labels one
 * by one instead.
 */
final class KubernetesAdoption implements AdoptableCluster {

	private static final Fence FENCE = new Fence(0, 0);

	private final Reach reach;

	KubernetesAdoption(Reach reach) {
		this.reach = reach;
	}

	@Override
	public List<Candidate> candidates(Environment environment) {
		return asking(environment, (client) -> client.apps()
			.deployments()
			.inAnyNamespace()
			.list()
			.getItems()
			.stream()
			.filter((one) -> marked(one) || (Objects.label(one, Labels.RELEASE) == null
					&& !Labels.SLIPWAY.equals(Objects.label(one, Labels.MANAGED_BY))))
			.flatMap((one) -> team(environment, one.getMetadata().getNamespace()).map((team) -> candidate(team, one))
				.stream())
			.sorted(Comparator.comparing(Candidate::namespace).thenComparing(Candidate::name))
			.toList());
	}

	/** The environment whose name is the longest wins: shop-eu-dev may be of eu-dev. */
	private Optional<String> team(Environment environment, String namespace) {
		return this.reach.environments()
			.all()
			.stream()
			.filter((one) -> namespace.endsWith(one.namespace("")) && namespace.length() > one.namespace("").length())
			.max(Comparator.comparingInt((one) -> one.name().length()))
			.filter(environment::equals)
			.map((one) -> namespace.substring(0, namespace.length() - one.namespace("").length()));
	}

	private static Candidate candidate(String team, Deployment deployment) {
		String name = deployment.getMetadata().getName();
		Container container = container(deployment, name);
		return new Candidate(team, deployment.getMetadata().getNamespace(), name,
				(container != null) ? container.getImage() : "", replicas(deployment), ready(deployment),
				marked(deployment));
	}

	private static boolean marked(Deployment deployment) {
		return "0".equals(Objects.label(deployment, Labels.RELEASE));
	}

	@Override
	public Running look(Environment environment, String team, String service) {
		return asking(environment, (client) -> look(client, environment.namespace(team), service));
	}

	private <T> T asking(Environment environment, Function<KubernetesClient, T> question) {
		try {
			return question.apply(this.reach.views().of(environment).client());
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			throw new Unanswered("The cluster " + environment.cluster() + " does not answer: " + ex.getMessage(), ex);
		}
	}

	private static Running look(KubernetesClient client, String namespace, String service) {
		Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(service).get();
		Service entry = client.services().inNamespace(namespace).withName(service).get();
		if (deployment == null) {
			return new Running("", 0, 0, "[]", List.of("There is no Deployment " + service + " in namespace "
					+ namespace + ": a release is a Deployment of the service's name"), List.of(), List.of());
		}
		Container container = container(deployment, service);
		AdoptedManifests manifests = new AdoptedManifests(client, namespace, service);
		List<HasMetadata> others = manifests.others(deployment);
		AdoptionCheck check = new AdoptionCheck(namespace, service);
		ArrayNode list = manifests.of(deployment, entry, others);
		return new Running((container != null) ? container.getImage() : "", replicas(deployment), ready(deployment),
				list.toString(), check.obstacles(deployment, container, entry, others),
				check.warnings(deployment, container, manifests.sharedBudgets(deployment)), LiteralSecrets.in(list));
	}

	@Override
	public Map<String, byte[]> files(Running running, String environment) {
		return AdoptedManifests.files(running.manifests(), environment);
	}

	@Override
	public void mark(Release adopted) {
		asking(this.reach.environment(adopted), Function.identity());
		try {
			mark(adopted, this.reach.view(adopted));
		}
		catch (KubernetesClientException ex) {
			throw new Unanswered(
					"The cluster " + this.reach.environment(adopted).cluster() + " does not answer: " + ex.getMessage(),
					ex);
		}
	}

	private void mark(Release adopted, View view) {
		KubernetesClient client = view.client();
		String namespace = this.reach.namespace(adopted);
		String service = adopted.draft().service();
		Fenced fenced = new Fenced(view, FENCE);
		Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(service).require();
		Service entry = client.services().inNamespace(namespace).withName(service).require();
		fenced.change(entry, (changed) -> {
			label(changed, Labels.ofService(adopted.draft()));
			Objects.annotate(changed, Labels.POINTS_TO, Labels.ALL);
			if (Objects.annotation(changed, EntryService.ADOPTED) == null) {
				Objects.annotate(changed, EntryService.ADOPTED, Serialization.asJson(changed.getSpec().getSelector()));
			}
		});
		Objects.create(view, backend(adopted, deployment, entry));
		List<HasMetadata> others = new AdoptedManifests(client, namespace, service).others(deployment);
		others.forEach((other) -> fenced.change(other, (changed) -> label(changed, Labels.ofService(adopted.draft()))));
		new AdoptedPods(view, namespace).label(deployment, Labels.ofRelease(adopted));
		Map<String, String> labels = new HashMap<>(Labels.ofRelease(adopted));
		labels.put(Labels.ROLE, "stable");
		if (Objects.label(deployment, Labels.NAME) != null) {
			// As label() has it.
			labels.remove(Labels.NAME);
		}
		fenced.mark(deployment, labels, Map.of(Labels.COMPLETE, "true", Labels.IMAGE, adopted.draft().image()));
		Deployment now = client.apps().deployments().inNamespace(namespace).withName(service).require();
		if (!"0".equals(Objects.label(now, Labels.RELEASE))) {
			throw new IllegalStateException("Deployment " + service + " was changed meanwhile: adopt it again");
		}
	}

	private static Service backend(Release adopted, Deployment owner, Service entry) {
		List<ServicePort> ports = entry.getSpec()
			.getPorts()
			.stream()
			.map((port) -> new ServicePortBuilder(port).withNodePort(null).build())
			.toList();
		return new ServiceBuilder().withNewMetadata()
			.withName(Reach.numbered(adopted, 0))
			.withNamespace(entry.getMetadata().getNamespace())
			.withLabels(Labels.ofRelease(adopted))
			.withOwnerReferences(new OwnerReferenceBuilder().withApiVersion("apps/v1")
				.withKind("Deployment")
				.withName(owner.getMetadata().getName())
				.withUid(owner.getMetadata().getUid())
				.build())
			.endMetadata()
			.withNewSpec()
			.withSelector(Labels.selector(adopted.draft().service(), 0))
			.withPorts(ports)
			.endSpec()
			.build();
	}

	/** By the name that it has somebody may select it. */
	private static void label(HasMetadata object, Map<String, String> labels) {
		labels.forEach((name, value) -> {
			if (!name.equals(Labels.NAME) || Objects.label(object, name) == null) {
				Objects.label(object, name, value);
			}
		});
	}

	private static int replicas(Deployment deployment) {
		return (deployment.getSpec().getReplicas() != null) ? deployment.getSpec().getReplicas() : 1;
	}

	private static int ready(Deployment deployment) {
		return Optional.ofNullable(deployment.getStatus()).map((status) -> status.getReadyReplicas()).orElse(0);
	}

	private static @Nullable Container container(Deployment deployment, String service) {
		List<Container> all = deployment.getSpec().getTemplate().getSpec().getContainers();
		return all.stream()
			.filter((one) -> all.size() == 1 || one.getName().equals("app") || one.getName().equals(service))
			.findFirst()
			.orElse(null);
	}

}
