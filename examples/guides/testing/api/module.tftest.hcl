# Needs the mock API on port 8080. Run with `terraform test -test-directory=api`.

provider "botbiz" {
  base_url = "http://127.0.0.1:8080/v1"
  api_key  = "test"
}

run "create" {
  variables {
    phone_number = "+1 (415) 555-0100"
  }

  assert {
    condition     = startswith(output.account_id, "wha_") && output.status == "pending"
    error_message = "The module does not connect the account."
  }

  assert {
    condition     = startswith(output.signing_secret, "whsec_")
    error_message = "The module does not return the signing secret."
  }
}

run "update_in_place" {
  variables {
    phone_number = "+1 (415) 555-0100"
    receiver     = "https://example.com/hooks/other"
  }

  assert {
    condition     = output.account_id == run.create.account_id && output.signing_secret == run.create.signing_secret
    error_message = "Another receiver must not replace the account or the webhook endpoint."
  }
}
