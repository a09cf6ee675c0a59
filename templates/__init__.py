"""Everything that a school may reword: plan, forms, report, pages."""
