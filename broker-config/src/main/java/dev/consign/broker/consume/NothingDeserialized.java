package dev.consign.broker.consume;

import org.apache.activemq.artemis.jms.client.ConnectionFactoryOptions;

/// What a message of a Java object may build when somebody opens it by mistake: nothing, as no
/// class lives in the one package that is allowed. Fixed.
final class NothingDeserialized implements ConnectionFactoryOptions {
    private static final String NO_PACKAGE = "dev.consign.nothing.is.deserialized";

    @Override
    public String getDeserializationAllowList() {
        return NO_PACKAGE;
    }

    @Override
    public String getDeserializationDenyList() {
        return "*";
    }

    @Override
    @SuppressWarnings("removal")
    public String getDeserializationWhiteList() {
        return NO_PACKAGE;
    }

    @Override
    @SuppressWarnings("removal")
    public String getDeserializationBlackList() {
        return "*";
    }

    @Override
    public void setDeserializationAllowList(String list) {
        throw fixed();
    }

    @Override
    public void setDeserializationDenyList(String list) {
        throw fixed();
    }

    @Override
    @SuppressWarnings("removal")
    public void setDeserializationWhiteList(String list) {
        throw fixed();
    }

    @Override
    @SuppressWarnings("removal")
    public void setDeserializationBlackList(String list) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("nothing is deserialized");
    }
}
