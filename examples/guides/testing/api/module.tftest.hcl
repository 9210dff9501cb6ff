# Needs the mock API on port 8080. Run with `terraform test -test-directory=api`, or with `tofu`.

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

# The outputs of the first run are passed as variables, because OpenTofu does not accept run.create in a condition.
run "update_in_place" {
  variables {
    phone_number  = "+1 (415) 555-0100"
    receiver      = "https://example.com/hooks/other"
    id_before     = run.create.account_id
    secret_before = run.create.signing_secret
  }

  assert {
    condition     = output.account_id == var.id_before && output.signing_secret == var.secret_before
    error_message = "Another receiver must not replace the account or the webhook endpoint."
  }
}
