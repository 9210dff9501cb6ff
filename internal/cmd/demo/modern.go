package main

// modern shows what only newer engines have.
func modern(s *stage) error {
	if !s.engine.Terraform("1.14.0") {
		s.screen.scene("Left out: queries and actions need Terraform 1.14")
		return nil
	}
	return nil
}
