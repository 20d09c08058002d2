package dev.consign.gateway.account;

/// A setting without which an account is no account.
///
/// @param property below `consign.gateways.NAME.`, in kebab case
/// @param variable of the environment that sets it for the account which is called as its kind
/// @param secret whether nothing is accepted that anybody would try first
public record NeededSetting(String property, String variable, boolean secret) {}
