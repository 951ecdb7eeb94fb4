/**
 * The controllers: each makes the objects of one kind true, by writing other objects.
 * They decide with values in small pure classes and act in one place. Uses the store.
 */
@NullMarked
package dev.slipway.cluster.controllers;

import org.jspecify.annotations.NullMarked;
