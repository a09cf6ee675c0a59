"""Google as the service uses it: one HTTP session with all policy, Drive and Docs."""
