/**
 * Kits for the tests of every module: databases, a clock, and crashes of flows.
 */
package dev.slipway.test;
