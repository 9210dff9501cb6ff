# Run with `tofu test`. No API key, no account and no network is needed.

mock_provider "botbiz" {
  mock_resource "botbiz_whatsapp_account" {
    defaults = {
      id     = "wha_12345"
      status = "pending"
    }
  }

  mock_resource "botbiz_webhook_endpoint" {
    defaults = {
      id             = "whe_12345"
      signing_secret = "whsec_for_tests_only"
    }
  }
}

run "a_number_in_any_notation" {
  variables {
    phone_number = "+1 (234) 567-890"
  }

  assert {
    condition     = output.account_id == "wha_12345" && output.status == "pending"
    error_message = "The account is not the mocked one."
  }

  assert {
    condition     = output.signing_secret == "whsec_for_tests_only"
    error_message = "The signing secret is not the mocked one."
  }
}
