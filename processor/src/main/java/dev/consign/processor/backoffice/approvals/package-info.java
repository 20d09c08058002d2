/// Much money is moved by two people: one proposes, another approves (issue 11, number 1).
@NullMarked
package dev.consign.processor.backoffice.approvals;

import org.jspecify.annotations.NullMarked;
