package main

import "regexp"

// onGitHub is the address of docs/.
const onGitHub = "https://github.com/botbiz/terraform-provider-botbiz/blob/main/docs/"

var relativeLink = regexp.MustCompile(`\]\(([a-z0-9_./-]+\.md(#[a-z0-9-]+)?)\)`)

// absolute makes the links of the overview, index.md, absolute. All other links between pages stay relative, so that they
// lead to the same version on GitHub and in registries. Registries show the overview outside of the folder of the other
// pages, and no relative link leads from there to them.
func absolute(text string) (string, error) {
	return relativeLink.ReplaceAllString(text, "]("+onGitHub+"$1)"), nil
}
