package dev.slipway.rollout.adapter;

import java.util.function.BiPredicate;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * A kind of object that releases look at, and how to ask for it.
 *
 * @param <T> the class of its objects
 * @param kind such as {@code Deployment}
 * @param model the class of its objects
 * @param operation asks for them
 * @param same whether releases see no difference between two states of one object
 * @param ours selects those that are Slipway's: of pods those with a service, as the pods
 * of an adopted Deployment keep the labels that others gave them
 */
record ObjectType<T extends HasMetadata>(String kind, Class<T> model,
		Function<KubernetesClient, MixedOperation<T, ? extends KubernetesResourceList<T>, ? extends Resource<T>>> operation,
		BiPredicate<T, T> same, String ours) {

	private static final String MANAGED = Labels.MANAGED_BY + "=" + Labels.SLIPWAY;

	static final ObjectType<Deployment> DEPLOYMENT = new ObjectType<>("Deployment", Deployment.class,
			(client) -> client.apps().deployments(), (before, now) -> false, MANAGED);

	static final ObjectType<Pod> POD = new ObjectType<>("Pod", Pod.class, KubernetesClient::pods, Pods::same,
			Labels.SERVICE);

	static final ObjectType<Service> SERVICE = new ObjectType<>("Service", Service.class, KubernetesClient::services,
			(before, now) -> false, MANAGED);

	/** A kind that is known by its definition only, such as that of a route. */
	static ObjectType<GenericKubernetesResource> of(ResourceDefinitionContext definition) {
		return new ObjectType<>(definition.getKind(), GenericKubernetesResource.class,
				(client) -> client.genericKubernetesResources(definition), (before, now) -> false, MANAGED);
	}

}
